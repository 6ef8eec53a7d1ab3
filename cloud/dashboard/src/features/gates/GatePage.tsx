import { Alert, Button, Card, CardContent, Chip, Grid, Stack, Typography } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { Link as RouterLink, useParams } from 'react-router';
import { selectIsOwner } from '../../api/session';
import { useReadGateQuery, useListHallsQuery, useRetireGateMutation, type GateDetail, type HealthMeasurement } from '../../api/studyspot';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { clockWords, faultRemedy, faultWords, measurementWords, stateWords } from '../../ui/gateWords';
import { BackIcon } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { PageHeading } from '../../ui/PageHeading';
import { ErrorState, LoadingRows } from '../../ui/states';
import { ago, span } from '../../ui/time';
import { useNow } from '../../ui/useNow';
import { useTimes } from '../../ui/zone';
import { ClaimCodes } from './ClaimCode';
import { Commands, Streams } from './History';
import { PolicyForm } from './PolicyForm';
import { Release } from './Release';
import { gatesTexts as t } from './texts';

/** Short, so that what became of a release is seen while one looks. */
const POLL_MS = 3_000;

export function GatePage() {
  const { gateId = '' } = useParams();
  const { data, error, isLoading, refetch } = useReadGateQuery({ gateId }, { pollingInterval: POLL_MS, skipPollingIfUnfocused: true });
  const gate = data as GateDetail | undefined;
  return (
    <>
      <Button component={RouterLink} to="/gates" startIcon={<BackIcon />} sx={{ mb: 1 }}>{t.back}</Button>
      {isLoading && <LoadingRows rows={6} />}
      {error && !gate && <ErrorState error={error} onRetry={() => void refetch()} />}
      {gate && <GateView key={gate.gateId} gate={gate} />}
    </>
  );
}

function GateView({ gate }: { readonly gate: GateDetail }) {
  const isOwner = useSelector(selectIsOwner);
  const times = useTimes(gate.hallId);
  return (
    <>
      <PageHeading title={gate.name}>
        {gate.retiredAt
          ? <Chip label={t.retired} />
          : <Chip color={gate.online ? 'success' : 'error'} variant={gate.online ? 'outlined' : 'filled'} label={gate.online ? t.online : t.offline} />}
      </PageHeading>
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 5 }}>
          <Stack spacing={2}>
            <Status gate={gate} />
            {!gate.retiredAt && <Release gate={gate} />}
            <Commands commands={gate.commands} times={times} />
          </Stack>
        </Grid>
        <Grid size={{ xs: 12, md: 7 }}>
          <Stack spacing={2}>
            {/* Filled anew when another version arrives, but not under the fingers at every poll. */}
            <PolicyForm key={gate.policy.version} gate={gate} />
            <Streams streams={gate.streams} times={times} />
            {isOwner && !gate.retiredAt && <ClaimCodes gateId={gate.gateId} times={times} />}
            {isOwner && !gate.retiredAt && <Retire gate={gate} />}
          </Stack>
        </Grid>
      </Grid>
    </>
  );
}

function Status({ gate }: { readonly gate: GateDetail }) {
  const now = useNow();
  const halls = useListHallsQuery();
  const waiting = gate.outboxRows ?? 0;
  const age = gate.rosterAgeSeconds;
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2" gutterBottom>{t.status}</Typography>
        {gate.lastSeenAt
          ? <Typography color="text.secondary" gutterBottom>{t.lastSeen(ago(gate.lastSeenAt, now))}</Typography>
          : <Alert severity="info" sx={{ mb: 1 }}>{t.neverSeen}</Alert>}
        <Stack component="dl" spacing={0.75} sx={{ m: 0 }}>
          {gate.lastSeenAt && (
            <>
              <Line name={t.state}>{stateWords(gate.state)}</Line>
              <Line name={t.outbox}>{waiting === 0 ? t.outboxEmpty : t.outboxWaiting(waiting, span(gate.outboxAgeSeconds ?? 0))}</Line>
              <Line name={t.roster}>
                {gate.rosterVersion === null || gate.rosterVersion === undefined ? t.rosterNone : t.rosterLine(gate.rosterVersion, span(age ?? 0))}
                {gate.rosterVersion !== null && gate.rosterVersion !== undefined && !gate.rosterCurrent && ` (${t.rosterBehind})`}
              </Line>
              <Line name={t.clock}>{clockWords(gate.clockQuality)}</Line>
              <Line name={t.software}>{softwareWords(gate.software)}</Line>
            </>
          )}
          <Line name={t.hallName}>{halls.data?.items.find((hall) => hall.hallId === gate.hallId)?.name ?? '–'}</Line>
          <Line name={t.device}>{gate.deviceId}</Line>
        </Stack>
        {gate.lastSeenAt && <Faults faults={gate.faults} />}
        {gate.health.length > 0 && (
          <>
            <Typography variant="subtitle2" component="h3" sx={{ mt: 2 }}>{t.health}</Typography>
            <Stack component="dl" spacing={0.25} sx={{ m: 0 }}>
              {gate.health.map((one) => <Measurement key={one.name} one={one} over={gate.faults.includes(one.name)} />)}
            </Stack>
          </>
        )}
      </CardContent>
    </Card>
  );
}

/** Of a gate that has spoken: of another nothing is known, and least that everything works. */
function Faults({ faults }: { readonly faults: readonly string[] }) {
  return (
    <>
      <Typography variant="subtitle2" component="h3" sx={{ mt: 2 }}>{t.faults}</Typography>
      {faults.length === 0
        ? <Typography color="text.secondary">{t.noFaults}</Typography>
        : <Stack spacing={0.5} sx={{ mt: 0.5 }}>{faults.map((fault) => <Fault key={fault} fault={fault} />)}</Stack>}
    </>
  );
}

function Fault({ fault }: { readonly fault: string }) {
  const remedy = faultRemedy(fault);
  return (
    <Alert severity="error" sx={{ py: 0 }}>
      {faultWords(fault)}
      {remedy && <Typography variant="body2">{remedy}</Typography>}
    </Alert>
  );
}

function Measurement({ one, over }: { readonly one: HealthMeasurement; readonly over: boolean }) {
  const words = measurementWords(one);
  return (
    <Stack direction="row" spacing={1}>
      <Typography component="dt" variant="body2" color="text.secondary" sx={{ width: 180, flex: 'none' }}>{words.name}</Typography>
      <Typography component="dd" variant="body2" color={over ? 'error' : 'text.primary'} sx={{ m: 0, fontWeight: over ? 600 : 400 }}>
        {words.value}{over && ` (${t.limit(measurementWords({ ...one, value: one.limit }).value)})`}
      </Typography>
    </Stack>
  );
}

/** "0.1.0+d845006": the version, and enough of the commit to find it. */
function softwareWords(software: string | null | undefined): string {
  const [version, commit] = (software ?? '–').split('+');
  return commit === undefined ? (version ?? '–') : `${version ?? ''}+${commit.slice(0, 7)}`;
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Stack direction="row" spacing={1}>
      <Typography component="dt" color="text.secondary" sx={{ width: 120, flex: 'none' }}>{name}</Typography>
      <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere', minWidth: 0 }}>{children}</Typography>
    </Stack>
  );
}

function Retire({ gate }: { readonly gate: GateDetail }) {
  const dispatch = useDispatch();
  const [open, setOpen] = useState(false);
  const [retire, { isLoading, error }] = useRetireGateMutation();
  const go = (): void => {
    void retire({ gateId: gate.gateId }).then((answer) => {
      if (answer.error) return;
      dispatch(notify({ text: t.gateRetired, severity: 'success' }));
      setOpen(false);
    });
  };
  return (
    <div>
      <Button color="error" variant="outlined" onClick={() => setOpen(true)}>{t.retire}</Button>
      <ConfirmDialog open={open} title={t.retireAsk(gate.name)} confirm={t.retire} danger busy={isLoading} error={error} onConfirm={go} onClose={() => setOpen(false)}>
        {t.retireText}
        {(gate.outboxRows ?? 0) > 0 && <Alert severity="warning" sx={{ mt: 1 }}>{t.retireWaiting(gate.outboxRows ?? 0)}</Alert>}
      </ConfirmDialog>
    </div>
  );
}

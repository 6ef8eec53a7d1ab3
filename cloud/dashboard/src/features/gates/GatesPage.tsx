import { Box, Button, Card, CardContent, Chip, FormControlLabel, Link, List, ListItem, Stack, Switch, Typography } from '@mui/material';
import { useState } from 'react';
import { useSelector } from 'react-redux';
import { Link as RouterLink } from 'react-router';
import { selectIsOwner } from '../../api/session';
import { useListGatesQuery, useListHallsQuery, type GateView, type HallView } from '../../api/studyspot';
import { faultWords, stateWords } from '../../ui/gateWords';
import { AddIcon } from '../../ui/icons';
import { PageHeading } from '../../ui/PageHeading';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/states';
import { ago } from '../../ui/time';
import { useNow } from '../../ui/useNow';
import { AddGate } from './AddGate';
import { AddHall } from './AddHall';
import { gatesTexts as t } from './texts';

const POLL_MS = 15_000;

export function GatesPage() {
  const isOwner = useSelector(selectIsOwner);
  const halls = useListHallsQuery();
  const gates = useListGatesQuery(undefined, { pollingInterval: POLL_MS });
  const [dialog, setDialog] = useState<'gate' | 'hall' | null>(null);
  const [withRetired, setWithRetired] = useState(false);
  const now = useNow();
  const all = gates.data?.items ?? [];
  const failed = halls.isError ? halls : gates.isError ? gates : null;

  return (
    <>
      <PageHeading title={t.title}>
        {isOwner && <Button onClick={() => setDialog('hall')}>{t.addHall}</Button>}
        {isOwner && (halls.data?.items.length ?? 0) > 0 && <Button variant="contained" startIcon={<AddIcon />} onClick={() => setDialog('gate')}>{t.add}</Button>}
      </PageHeading>
      {failed?.error && !failed.data && <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />}
      {(halls.isLoading || gates.isLoading) && <LoadingRows rows={4} height={72} />}
      {halls.data?.items.length === 0 && (
        <Card variant="outlined">
          <EmptyState title={t.noHall} action={isOwner && <Button variant="contained" onClick={() => setDialog('hall')}>{t.addHall}</Button>}>{isOwner ? t.noHallTodo : t.askOwner}</EmptyState>
        </Card>
      )}
      <Stack spacing={2}>
        {gates.data && halls.data?.items.map((hall) => (
          <HallCard key={hall.hallId} hall={hall} now={now} isOwner={isOwner} onAdd={() => setDialog('gate')}
            gates={all.filter((gate) => gate.hallId === hall.hallId && (withRetired || !gate.retiredAt))} />
        ))}
      </Stack>
      {all.some((gate) => gate.retiredAt) && (
        <FormControlLabel sx={{ mt: 1 }} control={<Switch checked={withRetired} onChange={(event) => setWithRetired(event.target.checked)} />} label={t.showRetired} />
      )}
      {dialog === 'gate' && halls.data && <AddGate halls={halls.data.items} onClose={() => setDialog(null)} />}
      {dialog === 'hall' && <AddHall onClose={() => setDialog(null)} />}
    </>
  );
}

interface HallCardProps {
  readonly hall: HallView;
  readonly gates: readonly GateView[];
  readonly now: number;
  readonly isOwner: boolean;
  readonly onAdd: () => void;
}

function HallCard({ hall, gates, now, isOwner, onAdd }: HallCardProps) {
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2">{hall.name}</Typography>
        <Typography variant="body2" color="text.secondary">{hall.zone} · {t.hallLine(hall.seats, gates.filter((gate) => !gate.retiredAt).length)}</Typography>
        {gates.length === 0
          ? <EmptyState title={t.empty} action={isOwner && <Button variant="outlined" onClick={onAdd}>{t.add}</Button>}>{isOwner ? t.emptyTodo : t.askOwner}</EmptyState>
          : <List disablePadding>{gates.map((gate) => <GateLine key={gate.gateId} gate={gate} now={now} />)}</List>}
      </CardContent>
    </Card>
  );
}

function GateLine({ gate, now }: { readonly gate: GateView; readonly now: number }) {
  return (
    <ListItem disableGutters divider data-testid="gate-row" data-online={gate.online} sx={{ gap: 1 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Link component={RouterLink} to={`/gates/${gate.gateId}`} sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{gate.name}</Link>
        <Typography variant="body2" color="text.secondary">
          {gate.retiredAt ? t.retired : !gate.lastSeenAt ? t.neverSeen : gate.online ? stateWords(gate.state) : t.lastSeen(ago(gate.lastSeenAt, now))}
        </Typography>
        <Stack direction="row" useFlexGap spacing={0.5} sx={{ flexWrap: 'wrap' }}>
          {!gate.retiredAt && gate.faults.map((fault) => <Chip key={fault} size="small" color="error" label={faultWords(fault)} />)}
        </Stack>
      </Box>
      {!gate.retiredAt && <Chip size="small" color={gate.online ? 'success' : 'error'} variant={gate.online ? 'outlined' : 'filled'} label={gate.online ? t.online : t.offline} />}
    </ListItem>
  );
}

import { Alert, Button, Card, CardContent, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useDispatch } from 'react-redux';
import { useEnrolFaceMutation, useReadMemberFaceQuery, useWithdrawFaceConsentMutation, type FaceView } from '../../api/studyspot';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { ErrorState, FormError, LoadingRows } from '../../ui/states';
import type { Times } from '../../ui/zone';
import { faceTexts as t } from './faceTexts';
import { failureWords, proofLines, stateWords } from './faceWords';
import { RecordConsent } from './RecordConsent';

/** Consent to faces, and what became of it. */
export function Face({ memberId, times }: { readonly memberId: string; readonly times: Times }) {
  // Gates answer within seconds while they are online: the page follows.
  const { data, error, isLoading, refetch } = useReadMemberFaceQuery({ memberId }, { pollingInterval: 10_000 });
  return (
    <Card variant="outlined" component="section" data-testid="face">
      <CardContent>
        <Typography variant="h6" component="h2" gutterBottom>{t.title}</Typography>
        {isLoading && <LoadingRows rows={2} />}
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data && <Facts memberId={memberId} face={data} times={times} />}
      </CardContent>
    </Card>
  );
}

function Facts({ memberId, face, times }: { readonly memberId: string; readonly face: FaceView; readonly times: Times }) {
  const [recording, setRecording] = useState(false);
  const inForce = face.consent != null && !face.consent.withdrawnAt;
  const others = face.gates.filter((gate) => gate.otherModels).map((gate) => gate.name);
  const shut = face.gates.filter((gate) => !gate.allowed).map((gate) => gate.name);
  const proofs = proofLines(face, times);
  return (
    <Stack spacing={1}>
      <Typography data-testid="face-state">{stateWords(face, times)}</Typography>
      {inForce && shut.length > 0 && <Alert severity="info">{t.shut(shut.join(', '))}</Alert>}
      {face.failedEnrolment && <Alert severity="warning" data-testid="face-failed">{failureWords(face.failedEnrolment, times)}</Alert>}
      {others.length > 0 && <Alert severity="warning">{t.otherModels(others.join(', '))}</Alert>}
      {face.consent && (
        <Typography variant="body2" color="text.secondary">
          {face.consent.withdrawnAt
            ? t.withdrawn(times.dateAndTime(face.consent.withdrawnAt))
            : t.consent(face.consent.guardianName ?? t.member, times.dateAndTime(face.consent.givenAt), face.consent.noticeVersion, t.languages[face.consent.noticeLanguage] ?? face.consent.noticeLanguage)}
        </Typography>
      )}
      {proofs.length > 0 && (
        <Stack component="ul" aria-label={t.proofs} sx={{ m: 0, pl: 2 }}>
          {proofs.map((line) => <Typography component="li" variant="body2" key={line}>{line}</Typography>)}
        </Stack>
      )}
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap' }}>
        {inForce ? <Enrol memberId={memberId} face={face} /> : <Button variant="outlined" onClick={() => setRecording(true)}>{t.record}</Button>}
        {(inForce || face.state === 'enrolled') && <Withdraw memberId={memberId} />}
      </Stack>
      {recording && <RecordConsent memberId={memberId} minor={face.minor} onClose={() => setRecording(false)} />}
    </Stack>
  );
}

/** At one gate of perhaps many: the one the member stands at. */
function Enrol({ memberId, face }: { readonly memberId: string; readonly face: FaceView }) {
  const dispatch = useDispatch();
  const [chosen, setChosen] = useState('');
  const [enrol, { isLoading, error }] = useEnrolFaceMutation();
  const gate = face.gates.find(({ gateId }) => gateId === chosen) ?? face.gates[0];
  if (!gate) return <Typography variant="body2" color="text.secondary">{t.noGate}</Typography>;
  const go = (): void => {
    void enrol({ memberId, enrolFaceRequest: { gateId: gate.gateId } }).then((answer) => {
      if (!answer.error) dispatch(notify({ text: t.enrolSent(gate.name), severity: 'success' }));
    });
  };
  return (
    <>
      {face.gates.length > 1 && (
        <TextField select size="small" label={t.gate} value={gate.gateId} onChange={(event) => setChosen(event.target.value)} sx={{ minWidth: 160, maxWidth: '100%' }}>
          {face.gates.map(({ gateId, name }) => <MenuItem key={gateId} value={gateId}>{name}</MenuItem>)}
        </TextField>
      )}
      <Button variant={face.state === 'enrolled' ? 'outlined' : 'contained'} loading={isLoading} onClick={go} data-testid="face-enrol">
        {(face.state === 'enrolled' ? t.enrolAgain : t.enrol)(gate.name)}
      </Button>
      <FormError error={error} />
    </>
  );
}

function Withdraw({ memberId }: { readonly memberId: string }) {
  const dispatch = useDispatch();
  const [asking, setAsking] = useState(false);
  const [withdraw, { isLoading, error, reset }] = useWithdrawFaceConsentMutation();
  const go = (): void => {
    void withdraw({ memberId }).then((answer) => {
      if (answer.error) return;
      dispatch(notify({ text: t.withdrawDone, severity: 'success' }));
      setAsking(false);
    });
  };
  return (
    <>
      <Button variant="outlined" color="error" onClick={() => { reset(); setAsking(true); }}>{t.withdraw}</Button>
      <ConfirmDialog open={asking} title={t.withdrawAsk} confirm={t.withdraw} danger busy={isLoading} error={error} onConfirm={go} onClose={() => setAsking(false)}>
        {t.withdrawText}
      </ConfirmDialog>
    </>
  );
}

import { Alert, Button, Card, CardContent, Checkbox, Dialog, DialogActions, DialogContent, DialogTitle, FormControlLabel, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useDispatch } from 'react-redux';
import { useEnrolFaceMutation, useReadFaceNoticeQuery, useReadMemberFaceQuery, useRecordFaceConsentMutation, useWithdrawFaceConsentMutation, type FaceView } from '../../api/studyspot';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { ErrorState, FormError, LoadingRows } from '../../ui/states';
import { uiTexts } from '../../ui/texts';
import { dateAndTime } from '../../ui/time';
import { faceTexts as t } from './faceTexts';
import { proofLines, stateWords } from './faceWords';

/** Consent to faces, and what became of it. */
export function Face({ memberId }: { readonly memberId: string }) {
  // Gates answer within seconds while they are online: the page follows.
  const { data, error, isLoading, refetch } = useReadMemberFaceQuery({ memberId }, { pollingInterval: 10_000 });
  return (
    <Card variant="outlined" component="section" data-testid="face">
      <CardContent>
        <Typography variant="h6" component="h2" gutterBottom>{t.title}</Typography>
        {isLoading && <LoadingRows rows={2} />}
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data && <Facts memberId={memberId} face={data} />}
      </CardContent>
    </Card>
  );
}

function Facts({ memberId, face }: { readonly memberId: string; readonly face: FaceView }) {
  const [recording, setRecording] = useState(false);
  const inForce = face.consent != null && !face.consent.withdrawnAt;
  const others = face.gates.filter((gate) => gate.otherModels).map((gate) => gate.name);
  const proofs = proofLines(face);
  return (
    <Stack spacing={1}>
      <Typography data-testid="face-state">{stateWords(face)}</Typography>
      {others.length > 0 && <Alert severity="warning">{t.otherModels(others.join(', '))}</Alert>}
      {face.consent && (
        <Typography variant="body2" color="text.secondary">
          {face.consent.withdrawnAt
            ? t.withdrawn(dateAndTime(face.consent.withdrawnAt))
            : t.consent(face.consent.guardianName ?? t.member, dateAndTime(face.consent.givenAt), face.consent.noticeVersion, face.consent.noticeLanguage)}
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
      {recording && <Record memberId={memberId} minor={face.minor} onClose={() => setRecording(false)} />}
    </Stack>
  );
}

function Enrol({ memberId, face }: { readonly memberId: string; readonly face: FaceView }) {
  const dispatch = useDispatch();
  const [enrol, { isLoading, error }] = useEnrolFaceMutation();
  if (face.gates.length === 0) return <Typography variant="body2" color="text.secondary">{t.noGate}</Typography>;
  const go = (gateId: string): void => {
    void enrol({ memberId, enrolFaceRequest: { gateId } }).then((answer) => {
      if (!answer.error) dispatch(notify({ text: t.enrolSent, severity: 'success' }));
    });
  };
  return (
    <>
      {face.gates.map((gate) => <Button key={gate.gateId} variant="outlined" loading={isLoading} onClick={() => go(gate.gateId)}>{`${t.enrol} ${gate.name}`}</Button>)}
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

/** The tick is never set beforehand: a consent is an act (DPDP Act 2023, s. 6(1)). */
function Record({ memberId, minor, onClose }: { readonly memberId: string; readonly minor: boolean; readonly onClose: () => void }) {
  const dispatch = useDispatch();
  const [language, setLanguage] = useState('en');
  const [isMinor, setMinor] = useState(minor);
  const [guardian, setGuardian] = useState('');
  const [agreed, setAgreed] = useState(false);
  const notice = useReadFaceNoticeQuery({ language });
  const [record, { isLoading, error }] = useRecordFaceConsentMutation();
  const go = (): void => {
    if (!notice.data) return;
    const guardianName = isMinor ? guardian.trim() : null;
    void record({ memberId, recordConsentRequest: { noticeVersion: notice.data.version, language, minor: isMinor, guardianName } }).then((answer) => {
      if (answer.error) return;
      dispatch(notify({ text: t.recorded, severity: 'success' }));
      onClose();
    });
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth>
      <DialogTitle>{t.record}</DialogTitle>
      <DialogContent>
        <Stack spacing={1.5} sx={{ mt: 1 }}>
          <Typography variant="body2" color="text.secondary">{t.recordText}</Typography>
          <TextField select label={t.language} value={language} onChange={(event) => { setLanguage(event.target.value); setAgreed(false); }}>
            {Object.entries(t.languages).map(([id, name]) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
          </TextField>
          {notice.data && (
            <Stack spacing={1} lang={notice.data.language} data-testid="face-notice" sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 1.5 }}>
              <Typography variant="subtitle1">{notice.data.title}</Typography>
              {notice.data.paragraphs.map((paragraph) => <Typography variant="body2" key={paragraph}>{paragraph}</Typography>)}
            </Stack>
          )}
          <FormControlLabel control={<Checkbox checked={isMinor} onChange={(event) => setMinor(event.target.checked)} />} label={t.minor} />
          {isMinor && <TextField required label={t.guardian} value={guardian} onChange={(event) => setGuardian(event.target.value)} />}
          <FormControlLabel control={<Checkbox checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />} label={t.agreed} />
          <FormError error={error ?? notice.error} />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{uiTexts.cancel}</Button>
        <Button variant="contained" loading={isLoading} disabled={!agreed || !notice.data || (isMinor && guardian.trim() === '')} onClick={go}>{t.record}</Button>
      </DialogActions>
    </Dialog>
  );
}

import { Button, Checkbox, Dialog, DialogActions, DialogContent, DialogTitle, FormControlLabel, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { useState } from 'react';
import { useDispatch } from 'react-redux';
import { useReadFaceNoticeQuery, useRecordFaceConsentMutation } from '../../api/studyspot';
import { notify } from '../../ui/notices';
import { FormError, LoadingRows } from '../../ui/states';
import { faceTexts as t } from './faceTexts';

/** The tick is never set beforehand: a consent is an act (DPDP Act 2023, s. 6(1)). */
export function RecordConsent({ memberId, minor, onClose }: { readonly memberId: string; readonly minor: boolean; readonly onClose: () => void }) {
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
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="consent-title">
      <DialogTitle id="consent-title">{t.record}</DialogTitle>
      <DialogContent>
        <Stack spacing={2}>
          <Typography variant="body2" color="text.secondary">{t.recordText}</Typography>
          <TextField select label={t.language} value={language} onChange={(event) => { setLanguage(event.target.value); setAgreed(false); }}>
            {Object.entries(t.languages).map(([id, name]) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
          </TextField>
          {notice.isLoading && <LoadingRows rows={4} />}
          {notice.data && (
            <Stack spacing={1} lang={notice.data.language} data-testid="face-notice" sx={{ border: 1, borderColor: 'divider', borderRadius: 1, p: 1.5 }}>
              <Typography variant="subtitle1">{notice.data.title}</Typography>
              {notice.data.paragraphs.map((paragraph) => <Typography variant="body2" key={paragraph}>{paragraph}</Typography>)}
            </Stack>
          )}
          <FormControlLabel control={<Checkbox checked={isMinor} onChange={(event) => { setMinor(event.target.checked); setAgreed(false); }} />} label={t.minor} />
          {isMinor && <TextField required label={t.guardian} value={guardian} onChange={(event) => setGuardian(event.target.value)} />}
          <FormControlLabel control={<Checkbox checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />} label={isMinor ? t.guardianAgreed : t.agreed} />
          <FormError error={error ?? notice.error} />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t.notNow}</Button>
        <Button variant="contained" loading={isLoading} disabled={!agreed || !notice.data || (isMinor && guardian.trim() === '')} onClick={go}>{t.record}</Button>
      </DialogActions>
    </Dialog>
  );
}

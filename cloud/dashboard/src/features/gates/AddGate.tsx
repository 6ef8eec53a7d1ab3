import { Alert, Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, Divider, MenuItem, Stack, TextField, Typography } from '@mui/material';
import { type SyntheticEvent, useState } from 'react';
import { useCreateGateMutation, type GateClaimView, type HallView, type ProvisioningBundle } from '../../api/studyspot';
import { FormError } from '../../ui/states';
import { uiTexts } from '../../ui/texts';
import { timesIn, zoneOf, type Times } from '../../ui/zone';
import { ClaimCode } from './ClaimCode';
import { gatesTexts as t } from './texts';

interface Props {
  readonly halls: readonly HallView[];
  readonly onClose: () => void;
}

/** Makes a gate, then hands over its claim code and its file: once, because the server keeps neither. */
export function AddGate({ halls, onClose }: Props) {
  const [add, { data, isLoading, error, reset }] = useCreateGateMutation();
  const [name, setName] = useState('');
  const [hallId, setHallId] = useState(halls[0]?.hallId ?? '');
  const [tried, setTried] = useState(false);
  const missing = tried && name.trim() === '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '') void add({ createGateRequest: { hallId, name: name.trim() } });
  };
  // Code and key leave the store with the dialog.
  if (data) return <AddedDialog name={data.gate.name} claim={data.claim} times={timesIn(zoneOf(halls, hallId))} bundle={data.bundle} deviceId={data.gate.deviceId} onClose={() => { reset(); onClose(); }} />;
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="gate-title">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="gate-title">{t.add}</DialogTitle>
        <DialogContent>
          <Stack spacing={2}>
            <DialogContentText>{t.addText}</DialogContentText>
            <FormError error={error} />
            {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog that was asked for */}
            <TextField label={t.name} value={name} onChange={(event) => setName(event.target.value)} error={missing} helperText={missing ? t.nameFault : t.nameHelp} required autoFocus fullWidth />
            <TextField select label={t.hall} value={hallId} onChange={(event) => setHallId(event.target.value)} fullWidth>
              {halls.map((hall) => <MenuItem key={hall.hallId} value={hall.hallId}>{hall.name}</MenuItem>)}
            </TextField>
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{uiTexts.cancel}</Button>
          <Button type="submit" variant="contained" loading={isLoading}>{t.add}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface AddedProps {
  readonly name: string;
  readonly deviceId: string;
  readonly claim: GateClaimView;
  readonly times: Times;
  readonly bundle: ProvisioningBundle;
  readonly onClose: () => void;
}

/** Closed only by its button: a click beside it would lose the file. A lost code is made anew on the gate's page. */
function AddedDialog({ name, deviceId, claim, times, bundle, onClose }: AddedProps) {
  const [downloaded, setDownloaded] = useState(false);
  const download = (): void => {
    const address = URL.createObjectURL(new Blob([JSON.stringify(bundle, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${deviceId}.json`;
    link.click();
    URL.revokeObjectURL(address);
    setDownloaded(true);
  };
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby="added-title">
      <DialogTitle id="added-title">{t.addedTitle(name)}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Typography variant="subtitle2" component="h3" sx={{ mb: -1.5 }}>{t.claim}</Typography>
        <ClaimCode claim={claim} times={times} />
        <Divider />
        <div>
          <Typography variant="subtitle2" component="h3">{t.bundleTitle}</Typography>
          <Typography variant="body2">{t.bundleText}</Typography>
        </div>
        <Button variant="outlined" onClick={download} data-testid="download-bundle">{t.download}</Button>
        {downloaded && <Alert severity="success">{t.downloaded}</Alert>}
      </DialogContent>
      <DialogActions><Button onClick={onClose} variant="contained">{t.done}</Button></DialogActions>
    </Dialog>
  );
}

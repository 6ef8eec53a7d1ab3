import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle, TextField } from '@mui/material';
import { type SyntheticEvent, useState } from 'react';
import { useDispatch } from 'react-redux';
import { useSetPasswordMutation } from '../../api/studyspot';
import { notify } from '../../ui/notices';
import { FormError } from '../../ui/states';
import { uiTexts } from '../../ui/texts';
import { membersTexts as t } from './texts';

const SHORTEST = 8;

export function SetPassword({ memberId }: { readonly memberId: string }) {
  const dispatch = useDispatch();
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const [set, { isLoading, error, reset }] = useSetPasswordMutation();
  const short = tried && password.length < SHORTEST;
  const close = (): void => { setOpen(false); setPassword(''); setTried(false); reset(); };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (password.length < SHORTEST) return;
    void set({ memberId, setPasswordRequest: { password } }).then((answer) => {
      if (answer.error) return;
      dispatch(notify({ text: t.passwordSet, severity: 'success' }));
      close();
    });
  };
  return (
    <>
      <Button variant="outlined" onClick={() => setOpen(true)}>{t.setPassword}</Button>
      <Dialog open={open} onClose={close} aria-labelledby="password-title" maxWidth="xs" fullWidth>
        <form onSubmit={submit} noValidate>
          <DialogTitle id="password-title">{t.setPassword}</DialogTitle>
          <DialogContent sx={{ display: 'grid', gap: 2 }}>
            <DialogContentText>{t.setPasswordText}</DialogContentText>
            <FormError error={error} />
            <TextField label={t.newPassword} value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="new-password"
              error={short} helperText={short ? t.faults.password : t.fields.passwordHelp} />
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{uiTexts.cancel}</Button>
            <Button type="submit" variant="contained" loading={isLoading}>{t.setPassword}</Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}

import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, TextField } from '@mui/material';
import { type SyntheticEvent, useState } from 'react';
import { useDispatch } from 'react-redux';
import { problemOf } from '../../api/problem';
import { useCreateHallMutation } from '../../api/studyspot';
import { notify } from '../../ui/notices';
import { FormError } from '../../ui/states';
import { uiTexts } from '../../ui/texts';
import { gatesTexts as t } from './texts';

type Field = 'name' | 'zone' | 'seats' | 'forgotten';

function isZone(zone: string): boolean {
  try {
    return zone !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

const within = (text: string, from: number, to: number): boolean => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to;

export function AddHall({ onClose }: { readonly onClose: () => void }) {
  const dispatch = useDispatch();
  const [add, { isLoading, error }] = useCreateHallMutation();
  const [draft, setDraft] = useState<Record<Field, string>>({ name: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Kolkata', seats: '100', forgotten: '14' });
  const [tried, setTried] = useState(false);
  const good: Record<Field, boolean> = { name: draft.name.trim() !== '', zone: isZone(draft.zone), seats: within(draft.seats, 0, 100_000), forgotten: within(draft.forgotten, 1, 48) };
  const theirs = problemOf(error)?.fields ?? {};
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!Object.values(good).every(Boolean)) return;
    void add({ createHallRequest: { name: draft.name.trim(), zone: draft.zone, seats: Number(draft.seats), forgottenExitHours: Number(draft.forgotten) } }).then((answer) => {
      if (answer.error) return;
      dispatch(notify({ text: t.hallAdded(answer.data.name), severity: 'success' }));
      onClose();
    });
  };
  const field = (name: Field, help?: string) => ({
    label: t.hallFields[name], value: draft[name], fullWidth: true, error: (tried && !good[name]) || theirs[name] !== undefined,
    helperText: tried && !good[name] ? t.hallFaults[name] : (theirs[name] ?? help),
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="hall-title">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="hall-title">{t.addHall}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <FormError error={error} />
            {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog that was asked for */}
            <TextField {...field('name')} required autoFocus />
            <TextField {...field('zone', t.hallFields.zoneHelp)} />
            <TextField {...field('seats')} type="number" />
            <TextField {...field('forgotten', t.hallFields.forgottenHelp)} type="number" />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{uiTexts.cancel}</Button>
          <Button type="submit" variant="contained" loading={isLoading}>{t.addHall}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

import { Box, Button, Checkbox, Dialog, DialogActions, DialogContent, DialogTitle, FormControlLabel, IconButton, MenuItem, Stack, TextField, ToggleButton, ToggleButtonGroup, Typography, useMediaQuery, useTheme } from '@mui/material';
import { type SyntheticEvent, useState } from 'react';
import type { FetchBaseQueryError } from '@reduxjs/toolkit/query/react';
import type { SerializedError } from '@reduxjs/toolkit';
import { problemOf } from '../../api/problem';
import { useListHallsQuery, type AllowedHours } from '../../api/studyspot';
import { NoIcon } from '../../ui/icons';
import { FormError } from '../../ui/states';
import { uiTexts } from '../../ui/texts';
import { type Draft, type Faults, faultsOf } from './fields';
import { membersTexts as t } from './texts';

interface Props {
  readonly title: string;
  readonly start: Draft;
  readonly isNew: boolean;
  readonly busy: boolean;
  readonly error: FetchBaseQueryError | SerializedError | undefined;
  readonly onSubmit: (draft: Draft) => void;
  readonly onClose: () => void;
}

export function MemberForm({ title, start, isNew, busy, error, onSubmit, onClose }: Props) {
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const halls = useListHallsQuery();
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const own = tried ? faultsOf(draft) : {};
  const faults: Faults = { ...(problemOf(error)?.fields as Faults | undefined), ...own };
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setTried(true);
    const wrong = Object.keys(faultsOf(draft))[0];
    if (wrong === undefined) onSubmit(draft);
    else (event.currentTarget.elements.namedItem(wrong) as HTMLElement | null)?.focus();
  };
  const text = (name: 'name' | 'phone' | 'email' | 'login' | 'password' | 'validThrough', label: string, help?: string) => ({
    name, label, value: draft[name], fullWidth: true, error: faults[name] !== undefined, helperText: faults[name] ?? help,
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  });
  const several = (halls.data?.items.length ?? 0) > 1;

  return (
    <Dialog open onClose={onClose} fullWidth fullScreen={narrow} maxWidth="sm" aria-labelledby="member-form-title">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="member-form-title">{title}</DialogTitle>
        <DialogContent>
          <Stack spacing={2} sx={{ pt: 1 }}>
            <FormError error={error} />
            {/* eslint-disable-next-line jsx-a11y/no-autofocus -- the first field of a dialog that was asked for */}
            <TextField {...text('name', t.fields.name)} required autoFocus autoComplete="off" />
            <TextField {...text('phone', t.fields.phone)} type="tel" autoComplete="off" />
            <TextField {...text('email', t.fields.email)} type="email" autoComplete="off" />
            <TextField {...text('validThrough', t.fields.validThrough, t.fields.validHelp)} type="date" slotProps={{ inputLabel: { shrink: true } }} />
            {several && (
              <TextField select fullWidth label={t.fields.halls} helperText={t.fields.hallsHelp} value={draft.halls}
                onChange={(event) => change({ halls: event.target.value as unknown as string[] })} slotProps={{ select: { multiple: true } }}>
                {halls.data?.items.map((hall) => <MenuItem key={hall.hallId} value={hall.hallId}>{hall.name}</MenuItem>)}
              </TextField>
            )}
            <Hours hours={draft.hours} fault={faults.hours} onChange={(hours) => change({ hours })} />
            {isNew && (
              <>
                <FormControlLabel control={<Checkbox checked={draft.withLogin} onChange={(event) => change({ withLogin: event.target.checked })} />} label={t.fields.withLogin} />
                {draft.withLogin && (
                  <>
                    <TextField {...text('login', t.fields.login, t.fields.loginHelp)} autoComplete="off" />
                    <TextField {...text('password', t.fields.password, t.fields.passwordHelp)} autoComplete="new-password" />
                  </>
                )}
              </>
            )}
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{uiTexts.cancel}</Button>
          <Button type="submit" variant="contained" loading={busy}>{isNew ? t.add : uiTexts.save}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface HoursProps {
  readonly hours: readonly AllowedHours[];
  readonly fault: string | undefined;
  readonly onChange: (hours: readonly AllowedHours[]) => void;
}

function Hours({ hours, fault, onChange }: HoursProps) {
  const replace = (at: number, part: Partial<AllowedHours>): void => onChange(hours.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <Box component="fieldset" sx={{ border: 1, borderColor: 'divider', borderRadius: 1, m: 0, p: 1.5 }}>
      <Typography component="legend" variant="body2" color="text.secondary" sx={{ px: 0.5 }}>{t.hours.heading}</Typography>
      <Stack spacing={1.5}>
        {hours.length === 0 && <Typography variant="body2">{t.hours.always}</Typography>}
        {hours.map((window, at) => (
          <Box key={at} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
            <ToggleButtonGroup size="small" aria-label={t.hours.days} value={bits(window.days)}
              onChange={(_, chosen: number[]) => replace(at, { days: chosen.reduce((sum, bit) => sum | (1 << bit), 0) })}>
              {t.weekdays.map((name, bit) => <ToggleButton key={name} value={bit} sx={{ px: 0.75 }}>{name}</ToggleButton>)}
            </ToggleButtonGroup>
            <TextField size="small" type="time" label={t.hours.from} value={window.from} onChange={(event) => replace(at, { from: event.target.value })} slotProps={{ inputLabel: { shrink: true } }} />
            <TextField size="small" type="time" label={t.hours.to} value={window.to === '24:00' ? '00:00' : window.to}
              onChange={(event) => replace(at, { to: event.target.value === '00:00' ? '24:00' : event.target.value })} slotProps={{ inputLabel: { shrink: true } }} />
            <IconButton aria-label={t.hours.remove} onClick={() => onChange(hours.filter((_, index) => index !== at))}><NoIcon fontSize="small" /></IconButton>
          </Box>
        ))}
        {fault !== undefined && <Typography variant="caption" color="error" role="alert">{fault}</Typography>}
        <Box><Button size="small" onClick={() => onChange([...hours, { days: 127, from: '06:00', to: '22:00' }])}>{t.hours.add}</Button></Box>
        {hours.length > 0 && <Typography variant="caption" color="text.secondary">{t.hours.help}</Typography>}
      </Stack>
    </Box>
  );
}

function bits(days: number): number[] {
  return [0, 1, 2, 3, 4, 5, 6].filter((bit) => (days >> bit) & 1);
}

import { Alert, Box, Button, Checkbox, FormControlLabel, Link, Paper, Stack, TextField, Typography } from '@mui/material';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { problemOf } from '../../api/problem';
import { selectSession, signedIn } from '../../api/session';
import { useSignInMutation, useSignOutMutation } from '../../api/studyspot';
import { problemText } from '../../ui/texts';
import { signInTexts as t } from './texts';

const names = ['organisation', 'login', 'password'] as const;
type Name = (typeof names)[number];

export function SignInPage() {
  const dispatch = useDispatch();
  const { ended } = useSelector(selectSession);
  const [signIn, { isLoading }] = useSignInMutation();
  const [leave] = useSignOutMutation();
  const [fault, setFault] = useState<string | null>(null);
  const [missing, setMissing] = useState<ReadonlySet<Name>>(new Set());
  const [shown, setShown] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const organisation = new URLSearchParams(window.location.search).get('org') ?? '';

  useEffect(() => { document.title = `${t.heading} · StudySpot`; }, []);

  const submit = async (event: SyntheticEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const value = (name: Name): string => { const text = data.get(name); return typeof text === 'string' ? text : ''; };
    const empty = names.filter((name) => value(name).trim() === '');
    setMissing(new Set(empty));
    if (empty[0]) {
      focus(form.current, empty[0]);
      return;
    }
    setFault(null);
    const answer = await signIn({ signInRequest: { organisation: value('organisation').trim().toLowerCase(), login: value('login').trim(), password: value('password') } });
    if (answer.error) {
      setFault(faultText(answer.error));
      focus(form.current, 'password');
    } else if (answer.data.account.role === 'student') {
      await leave({ session: 'student' });
      setFault(t.student_account);
    } else {
      dispatch(signedIn(answer.data));
    }
  };

  const field = (name: Name, label: string) => ({
    name, label, error: missing.has(name), helperText: missing.has(name) ? t.required : undefined, fullWidth: true,
    slotProps: { htmlInput: { 'data-testid': name, autoCapitalize: 'none', spellCheck: false } },
  });

  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', p: 2 }}>
      <Paper variant="outlined" sx={{ p: 3, width: '100%', maxWidth: 400 }}>
        <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
          <Stack spacing={2}>
            <Stack direction="row" spacing={1.5} sx={{ alignItems: 'center' }}>
              <img src="/icon.svg" alt="" width={40} height={40} />
              <div>
                <Typography variant="h5" component="h1">{t.heading}</Typography>
                <Typography color="text.secondary" variant="body2">{t.intro}</Typography>
              </div>
            </Stack>
            {fault === null && ended === 'expired' && <Alert severity="info">{t.expired}</Alert>}
            {fault === null && ended === 'other_account' && <Alert severity="warning">{t.otherAccount}</Alert>}
            {fault !== null && <Alert severity="error">{fault}</Alert>}
            <TextField {...field('organisation', t.organisation)} defaultValue={organisation} autoComplete="organization"
              helperText={missing.has('organisation') ? t.required : t.organisationHelp} />
            <TextField {...field('login', t.login)} autoComplete="username" />
            <TextField {...field('password', t.password)} type={shown ? 'text' : 'password'} autoComplete="current-password" />
            <FormControlLabel control={<Checkbox checked={shown} onChange={(event) => setShown(event.target.checked)} />} label={t.show} />
            <Button type="submit" variant="contained" size="large" loading={isLoading} data-testid="sign-in">{t.submit}</Button>
            <Link href={`/pass/${organisation === '' ? '' : `?org=${encodeURIComponent(organisation)}`}`}>{t.student}</Link>
          </Stack>
        </form>
      </Paper>
    </Box>
  );
}

function focus(form: HTMLFormElement | null, name: Name): void {
  const input = form?.elements.namedItem(name);
  if (input instanceof HTMLElement) input.focus();
}

function faultText(error: Parameters<typeof problemOf>[0]): string {
  const problem = problemOf(error);
  if (!problem) return '';
  if (problem.code === 'sign_in_failed') return t.sign_in_failed;
  if (problem.code === 'too_many_attempts') return t.tooMany(problem.retryAfterSeconds);
  return problemText(problem);
}

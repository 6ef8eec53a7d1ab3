import { AppBar, BottomNavigation, BottomNavigationAction, Box, Button, Container, Link, Paper, Toolbar, Typography, useMediaQuery, useTheme } from '@mui/material';
import { useDispatch, useSelector } from 'react-redux';
import { NavLink, Outlet, useLocation } from 'react-router';
import { selectSession, signedOut } from '../api/session';
import { useSignOutMutation } from '../api/studyspot';
import { ChartIcon, GateIcon, LeaveIcon, LiveIcon, MembersIcon } from '../ui/icons';
import { Notices } from './Notices';
import { appTexts as t } from './texts';

const pages = [
  { to: '/', name: t.pages.live, icon: <LiveIcon /> },
  { to: '/members', name: t.pages.members, icon: <MembersIcon /> },
  { to: '/gates', name: t.pages.gates, icon: <GateIcon /> },
  { to: '/attendance', name: t.pages.attendance, icon: <ChartIcon /> },
];

/** Frame of every page: bar on top; the pages in it on a desk, at the foot on a phone. */
export function Shell() {
  const { account } = useSelector(selectSession);
  const { pathname } = useLocation();
  const wide = useMediaQuery(useTheme().breakpoints.up('md'));
  const current = pages.findIndex(({ to }) => (to === '/' ? pathname === '/' : pathname.startsWith(to)));

  return (
    <Box sx={{ minHeight: '100dvh', pb: { xs: 9, md: 0 } }}>
      <Link href="#page" sx={{ position: 'absolute', left: -9999, '&:focus': { left: 8, top: 8, zIndex: 2000, bgcolor: 'background.paper', p: 1 } }}>{t.skip}</Link>
      <AppBar position="sticky" color="inherit" elevation={0} sx={{ borderBottom: 1, borderColor: 'divider' }}>
        <Toolbar sx={{ gap: 1 }}>
          <img src="/icon.svg" alt="" width={28} height={28} />
          <Typography component="span" sx={{ fontWeight: 650, mr: 2, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', flex: { xs: 1, md: 'none' } }}>
            {account?.organisationName ?? 'StudySpot'}
          </Typography>
          {wide && (
            <Box component="nav" aria-label={t.navigation} sx={{ flex: 1, display: 'flex', gap: 0.5 }}>
              {pages.map(({ to, name, icon }) => (
                <Button key={to} component={NavLink} to={to} end={to === '/'} startIcon={icon} color="inherit" sx={{ '&.active': { bgcolor: 'action.selected', color: 'primary.main' } }}>{name}</Button>
              ))}
            </Box>
          )}
          <SignOut name={account?.name ?? ''} wide={wide} />
        </Toolbar>
      </AppBar>
      <Container component="main" id="page" maxWidth="xl" sx={{ py: 2 }} tabIndex={-1} disableGutters={false}>
        <Outlet />
      </Container>
      {!wide && (
        <Paper component="nav" aria-label={t.navigation} square elevation={4} sx={{ position: 'fixed', bottom: 0, left: 0, right: 0, zIndex: 1100 }}>
          <BottomNavigation showLabels value={current < 0 ? false : current}>
            {pages.map(({ to, name, icon }, index) => (
              <BottomNavigationAction key={to} component={NavLink} to={to} label={name} icon={icon} aria-current={index === current ? 'page' : undefined} />
            ))}
          </BottomNavigation>
        </Paper>
      )}
      <Notices raised={!wide} />
    </Box>
  );
}

function SignOut({ name, wide }: { readonly name: string; readonly wide: boolean }) {
  const dispatch = useDispatch();
  const [leave] = useSignOutMutation();
  const go = async (): Promise<void> => {
    await leave({ session: 'desk' });
    dispatch(signedOut(null));
  };
  return (
    <>
      {wide && <Typography variant="body2" color="text.secondary">{name}</Typography>}
      <Button color="inherit" startIcon={<LeaveIcon />} onClick={() => void go()} data-testid="sign-out">{t.signOut}</Button>
    </>
  );
}

import { CssBaseline, LinearProgress, ThemeProvider } from '@mui/material';
import { Component, type ReactNode, useEffect } from 'react';
import { Provider, useSelector, useStore } from 'react-redux';
import { BrowserRouter, Route, Routes } from 'react-router';
import { baseApi } from '../api/baseApi';
import { refreshSession } from '../api/baseQuery';
import { selectSession } from '../api/session';
import { AttendancePage } from '../features/attendance/AttendancePage';
import { GatePage } from '../features/gates/GatePage';
import { GatesPage } from '../features/gates/GatesPage';
import { LivePage } from '../features/live/LivePage';
import { MemberPage } from '../features/members/MemberPage';
import { MembersPage } from '../features/members/MembersPage';
import { SignInPage } from '../features/sign-in/SignInPage';
import { EmptyState } from '../ui/states';
import { Shell } from './Shell';
import type { State, Store } from './store';
import { appTexts as t } from './texts';
import { theme } from './theme';

export function App({ store }: { readonly store: Store }) {
  return (
    <Provider store={store}>
      <ThemeProvider theme={theme}>
        <CssBaseline enableColorScheme />
        <Crash><Pages /></Crash>
      </ThemeProvider>
    </Provider>
  );
}

function Pages() {
  const store = useStore<State>();
  const { status } = useSelector(selectSession);
  useEffect(() => {
    if (selectSession(store.getState()).status === 'checking') void refreshSession(store);
  }, [store]);
  useEffect(() => {
    // However the session ended: the next person at this desk must not see what the last one loaded.
    if (status === 'signedOut') store.dispatch(baseApi.util.resetApiState());
  }, [status, store]);
  if (status === 'checking') return <LinearProgress aria-label={t.opening} />;
  if (status === 'signedOut') return <SignInPage />;
  return (
    <BrowserRouter>
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<LivePage />} />
          <Route path="members" element={<MembersPage />} />
          <Route path="members/:memberId" element={<MemberPage />} />
          <Route path="gates" element={<GatesPage />} />
          <Route path="gates/:gateId" element={<GatePage />} />
          <Route path="attendance" element={<AttendancePage />} />
          <Route path="*" element={<EmptyState title={t.notFound}>{t.notFoundTodo}</EmptyState>} />
        </Route>
      </Routes>
    </BrowserRouter>
  );
}

/** A page that throws must not leave a white screen. */
class Crash extends Component<{ readonly children: ReactNode }, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return <EmptyState title={t.crashed} action={<button type="button" onClick={() => window.location.reload()}>{t.reload}</button>}>{t.crashedTodo}</EmptyState>;
  }
}

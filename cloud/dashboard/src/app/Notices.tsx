import { Alert, Button, Snackbar } from '@mui/material';
import { useDispatch, useSelector } from 'react-redux';
import { useChangeStandingMutation } from '../api/studyspot';
import { dismiss, notify, type Notice } from '../ui/notices';
import { uiTexts } from '../ui/texts';
import type { State } from './store';
import { appTexts as t } from './texts';

/** Longer when there is something to undo: reading, deciding and reaching takes a while. */
const SHOWN_MS = { plain: 5_000, undo: 12_000 };

export function Notices({ raised }: { readonly raised: boolean }) {
  const dispatch = useDispatch();
  const notice = useSelector((state: State) => state.notices.current);
  const [change] = useChangeStandingMutation();
  const undo = ({ memberId, to }: NonNullable<Notice['undo']>): void => {
    dispatch(dismiss());
    void change({ memberId, to }).then((answer) => {
      dispatch(notify(answer.error ? { text: t.undoFailed, severity: 'error' } : { text: t.undone, severity: 'success' }));
    });
  };
  return (
    <Snackbar key={notice?.id} open={notice !== null} autoHideDuration={notice?.undo ? SHOWN_MS.undo : SHOWN_MS.plain} sx={raised ? { bottom: 72 } : {}}
      onClose={(_, why) => { if (why !== 'clickaway') dispatch(dismiss()); }}>
      <Alert severity={notice?.severity ?? 'success'} variant="filled" role="status" onClose={notice?.undo ? undefined : () => dispatch(dismiss())}
        action={notice?.undo && <Button color="inherit" size="small" onClick={() => notice.undo && undo(notice.undo)}>{uiTexts.undo}</Button>}>
        {notice?.text}
      </Alert>
    </Snackbar>
  );
}

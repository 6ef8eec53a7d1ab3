import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from '@mui/material';
import type { SerializedError } from '@reduxjs/toolkit';
import type { FetchBaseQueryError } from '@reduxjs/toolkit/query/react';
import { type ReactNode, useId } from 'react';
import { FormError } from './states';
import { uiTexts } from './texts';

interface Props {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly error?: FetchBaseQueryError | SerializedError | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that others will feel. The safe answer has the focus. */
export function ConfirmDialog({ open, title, children, confirm, danger = false, busy = false, error, onConfirm, onClose }: Props) {
  const id = useId();
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} maxWidth="xs" fullWidth>
      <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <DialogContentText id={`${id}-text`} component="div">{children}</DialogContentText>
        <FormError error={error} />
      </DialogContent>
      <DialogActions>
        {/* eslint-disable-next-line jsx-a11y/no-autofocus -- a dialog must take the focus, and the safe answer is the right place */}
        <Button onClick={onClose} autoFocus>{uiTexts.cancel}</Button>
        <Button onClick={onConfirm} color={danger ? 'error' : 'primary'} variant="contained" loading={busy}>{confirm}</Button>
      </DialogActions>
    </Dialog>
  );
}

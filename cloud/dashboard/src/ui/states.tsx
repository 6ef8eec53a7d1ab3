import { Alert, Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import type { SerializedError } from '@reduxjs/toolkit';
import type { FetchBaseQueryError } from '@reduxjs/toolkit/query/react';
import type { ReactNode } from 'react';
import { problemOf } from '../api/problem';
import { problemText, uiTexts } from './texts';

interface ErrorStateProps {
  readonly error: FetchBaseQueryError | SerializedError | undefined;
  readonly onRetry: () => void;
}

/** What to show instead of data that could not be had: what happened, and the way on. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const problem = problemOf(error);
  return (
    <Alert severity="error" action={<Button color="inherit" size="small" onClick={onRetry}>{uiTexts.retry}</Button>}>
      <strong>{uiTexts.error}.</strong> {problem && problemText(problem)}
    </Alert>
  );
}

/** An answer inside a form: the server's no. */
export function FormError({ error }: { readonly error: FetchBaseQueryError | SerializedError | undefined }) {
  const problem = problemOf(error);
  return problem ? <Alert severity="error" role="alert">{problemText(problem)}</Alert> : null;
}

interface EmptyStateProps {
  readonly title: string;
  /** What to do now. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <Stack spacing={1} sx={{ alignItems: 'center', textAlign: 'center', py: 4, px: 2 }}>
      <Typography variant="subtitle1" component="p" sx={{ fontWeight: 600 }}>{title}</Typography>
      {children && <Typography color="text.secondary" sx={{ maxWidth: '46ch' }}>{children}</Typography>}
      {action && <Box sx={{ pt: 1 }}>{action}</Box>}
    </Stack>
  );
}

/** Grey rows in the place of a list. */
export function LoadingRows({ rows = 5, height = 44 }: { readonly rows?: number; readonly height?: number }) {
  return (
    <Stack spacing={1} role="status" aria-label={uiTexts.loading}>
      {Array.from({ length: rows }, (_, row) => <Skeleton key={row} variant="rounded" height={height} />)}
    </Stack>
  );
}

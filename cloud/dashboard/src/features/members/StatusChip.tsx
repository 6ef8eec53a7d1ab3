import { Chip } from '@mui/material';
import { membersTexts as t } from './texts';

export function StatusChip({ status }: { readonly status: string }) {
  const colour = status === 'active' ? 'success' : status === 'suspended' ? 'warning' : 'default';
  return <Chip size="small" variant="outlined" color={colour} label={t.statuses[status] ?? status} />;
}

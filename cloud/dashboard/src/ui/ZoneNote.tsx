import { Typography } from '@mui/material';
import { uiTexts } from './texts';
import type { Times } from './zone';

/** Says whose time a page shows; nothing where it is this device's too. */
export function ZoneNote({ times, now }: { readonly times: Times; readonly now: number }) {
  const zone = times.foreign(now);
  return zone === null ? null : <Typography variant="body2" color="text.secondary" data-testid="zone" sx={{ mt: -1, mb: 1.5 }}>{uiTexts.zone(zone)}</Typography>;
}

import { MenuItem, TextField } from '@mui/material';
import type { HallView } from '../api/studyspot';
import { uiTexts } from './texts';

interface Props {
  readonly halls: readonly HallView[];
  readonly value: string;
  readonly onChange: (hallId: string) => void;
  /** Offers "all halls", whose value is the empty string. */
  readonly all?: boolean;
}

/** Which hall. Not there when there is only one and nothing to choose. */
export function HallSelect({ halls, value, onChange, all = false }: Props) {
  if (halls.length < 2) return null;
  return (
    <TextField select size="small" label={uiTexts.hall} value={value} onChange={(event) => onChange(event.target.value)} sx={{ minWidth: 180 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}>
      {all && <MenuItem value="">{uiTexts.allHalls}</MenuItem>}
      {halls.map((hall) => <MenuItem key={hall.hallId} value={hall.hallId}>{hall.name}</MenuItem>)}
    </TextField>
  );
}

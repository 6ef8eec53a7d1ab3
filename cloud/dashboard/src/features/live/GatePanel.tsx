import { Box, Chip, Link, List, ListItem, Stack, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import type { GateView } from '../../api/studyspot';
import { faultWords, stateWords } from '../../ui/gateWords';
import { EmptyState } from '../../ui/states';
import { ago, span } from '../../ui/time';
import { liveTexts as t } from './texts';

interface Props {
  readonly gates: readonly GateView[];
  readonly now: number;
}

/** Every gate of the hall: up or down, what is broken, what it still has to deliver, how old its list is. */
export function GatePanel({ gates, now }: Props) {
  if (gates.length === 0) return <EmptyState title={t.gatesEmpty}>{t.gatesEmptyTodo}</EmptyState>;
  return (
    <List disablePadding>
      {gates.map((gate) => (
        <ListItem key={gate.gateId} disableGutters divider data-testid="gate-row" data-online={gate.online}>
          <Stack spacing={0.5} sx={{ width: '100%' }}>
            <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
              <Link component={RouterLink} to={`/gates/${gate.gateId}`} sx={{ flex: 1, fontWeight: 600 }}>{gate.name}</Link>
              <Chip size="small" color={gate.online ? 'success' : 'error'} variant={gate.online ? 'outlined' : 'filled'} label={gate.online ? t.online : t.offline} />
            </Box>
            <Typography variant="body2" color="text.secondary">
              {gate.lastSeenAt ? `${gate.online ? stateWords(gate.state) : t.lastSeen(ago(gate.lastSeenAt, now))} · ${outbox(gate)}` : t.neverSeen}
              {gate.rosterAgeSeconds !== null && gate.rosterAgeSeconds !== undefined && ` · ${t.roster(span(gate.rosterAgeSeconds))}`}
            </Typography>
            {(gate.faults.length > 0 || !gate.rosterCurrent) && (
              <Stack direction="row" useFlexGap spacing={0.5} sx={{ flexWrap: 'wrap' }}>
                {gate.faults.map((fault) => <Chip key={fault} size="small" color="error" label={faultWords(fault)} />)}
                {gate.online && !gate.rosterCurrent && <Chip size="small" color="warning" label={t.rosterBehind} />}
              </Stack>
            )}
          </Stack>
        </ListItem>
      ))}
    </List>
  );
}

function outbox(gate: GateView): string {
  return (gate.outboxRows ?? 0) === 0 ? t.outboxEmpty : t.outboxWaiting(gate.outboxRows ?? 0, span(gate.outboxAgeSeconds ?? 0));
}

import { Card, CardContent, Chip, List, ListItem, ListItemText, Table, TableBody, TableCell, TableContainer, TableHead, TableRow, Typography } from '@mui/material';
import type { GateCommandView, GateStreamView } from '../../api/studyspot';
import type { Times } from '../../ui/zone';
import { gatesTexts as t } from './texts';

/** What was asked of the gate from the dashboard, and what came of it. */
export function Commands({ commands, times }: { readonly commands: readonly GateCommandView[]; readonly times: Times }) {
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2">{t.commands}</Typography>
        {commands.length === 0 && <Typography color="text.secondary">{t.noCommands}</Typography>}
        <List dense disablePadding aria-live="polite">
          {commands.map((command) => (
            <ListItem key={command.commandId} disableGutters divider data-testid="command-row" data-outcome={command.outcome ?? ''}>
              <ListItemText
                primary={`${t.release} (${t.directions[command.direction ?? 'entry'] ?? ''})`}
                secondary={`${times.dateAndTime(command.requestedAt)}${command.explanation ? ` · ${command.explanation}` : ''}`}
              />
              <Chip size="small" color={command.outcome === 'done' ? 'success' : command.outcome ? 'error' : 'default'} variant="outlined"
                label={command.outcome ? (t.outcomes[command.outcome] ?? command.outcome) : t.waiting} />
            </ListItem>
          ))}
        </List>
      </CardContent>
    </Card>
  );
}

export function Streams({ streams, times }: { readonly streams: readonly GateStreamView[]; readonly times: Times }) {
  const columns = t.streamColumns;
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2">{t.streams}</Typography>
        <Typography variant="body2" color="text.secondary" gutterBottom>{streams.length === 0 ? t.noStreams : t.streamsHelp}</Typography>
        {streams.length > 0 && (
          <TableContainer>
            <Table size="small" aria-label={t.streams}>
              <TableHead>
                <TableRow>
                  <TableCell>{columns.began}</TableCell>
                  <TableCell>{columns.last}</TableCell>
                  <TableCell align="right">{columns.through}</TableCell>
                  <TableCell align="right">{columns.highest}</TableCell>
                </TableRow>
              </TableHead>
              <TableBody>
                {streams.map((stream) => (
                  <TableRow key={stream.incarnation}>
                    <TableCell>{times.dateAndTime(stream.firstSeen)}</TableCell>
                    <TableCell>{times.dateAndTime(stream.lastSeen)}</TableCell>
                    <TableCell align="right">{stream.through}</TableCell>
                    <TableCell align="right">{stream.highest}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </TableContainer>
        )}
      </CardContent>
    </Card>
  );
}

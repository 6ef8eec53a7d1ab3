import { Card, CardContent, List, ListItem, ListItemText, Typography } from '@mui/material';
import { useListSessionsQuery, type HallView, type SessionView } from '../../api/studyspot';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/states';
import { span } from '../../ui/time';
import { timesIn, zoneOf } from '../../ui/zone';
import { membersTexts as t } from './texts';

/** When this member was here: entry to exit. */
export function Visits({ memberId, halls }: { readonly memberId: string; readonly halls: readonly HallView[] }) {
  const { data, error, isLoading, refetch } = useListSessionsQuery({ memberId, limit: 10 });
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2" gutterBottom>{t.visits}</Typography>
        {isLoading && <LoadingRows rows={3} />}
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.items.length === 0 && <EmptyState title={t.visitsEmpty} />}
        <List dense disablePadding>
          {data?.items.map((visit) => (
            <ListItem key={visit.enteredAt} disableGutters divider>
              <ListItemText primary={when(visit, halls)} secondary={visit.closedBy ? t.closed[visit.closedBy] : undefined} />
            </ListItem>
          ))}
        </List>
      </CardContent>
    </Card>
  );
}

function when(visit: SessionView, halls: readonly HallView[]): string {
  const times = timesIn(zoneOf(halls, visit.hallId));
  if (!visit.leftAt) return `${times.dateAndTime(visit.enteredAt)} · ${t.inside}`;
  const seconds = (Date.parse(visit.leftAt) - Date.parse(visit.enteredAt)) / 1000;
  return `${times.dateAndTime(visit.enteredAt)} – ${times.shortTime(visit.leftAt)} · ${span(Math.round(seconds))}`;
}

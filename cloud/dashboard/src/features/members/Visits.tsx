import { Card, CardContent, List, ListItem, ListItemText, Typography } from '@mui/material';
import { useListSessionsQuery, type SessionView } from '../../api/studyspot';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/states';
import { dateAndTime, shortTime, span } from '../../ui/time';
import { membersTexts as t } from './texts';

/** When this member was here: entry to exit. */
export function Visits({ memberId }: { readonly memberId: string }) {
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
              <ListItemText primary={times(visit)} secondary={visit.closedBy ? t.closed[visit.closedBy] : undefined} />
            </ListItem>
          ))}
        </List>
      </CardContent>
    </Card>
  );
}

function times(visit: SessionView): string {
  if (!visit.leftAt) return `${dateAndTime(visit.enteredAt)} · ${t.inside}`;
  const seconds = (Date.parse(visit.leftAt) - Date.parse(visit.enteredAt)) / 1000;
  return `${dateAndTime(visit.enteredAt)} – ${shortTime(visit.leftAt)} · ${span(Math.round(seconds))}`;
}

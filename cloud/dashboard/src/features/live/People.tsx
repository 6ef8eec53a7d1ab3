import { Box, Link, List, ListItem, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router';
import type { OccupancyView } from '../../api/studyspot';
import { EmptyState } from '../../ui/states';
import type { Times } from '../../ui/zone';
import { liveTexts as t } from './texts';

interface Props {
  readonly occupancy: OccupancyView;
  readonly times: Times;
}

export function People({ occupancy: { people, inside }, times }: Props) {
  if (people.length === 0) return <EmptyState title={t.peopleEmpty}>{t.peopleEmptyTodo}</EmptyState>;
  return (
    <Box sx={{ maxHeight: 360, overflowY: 'auto' }} role="region" aria-label={t.people} tabIndex={0}>
      <List dense disablePadding>
        {people.map((person) => (
          <ListItem key={person.memberId} disableGutters sx={{ gap: 1 }} data-testid="person-inside">
            <Link component={RouterLink} to={`/members/${person.memberId}`} sx={{ flex: 1, overflowWrap: 'anywhere' }}>{person.name}</Link>
            <Typography variant="body2" color="text.secondary">{t.since(times.shortTime(person.enteredAt))}</Typography>
          </ListItem>
        ))}
      </List>
      {inside > people.length && <Typography variant="body2" color="text.secondary">{t.andMore(inside - people.length)}</Typography>}
    </Box>
  );
}

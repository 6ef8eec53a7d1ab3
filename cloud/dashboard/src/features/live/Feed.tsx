import { Box, Button, Chip, List, ListItem, ListItemIcon, ListItemText, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState } from 'react';
import type { EventView } from '../../api/studyspot';
import { InfoIcon, InIcon, NoIcon, OutIcon, WarningIcon } from '../../ui/icons';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/states';
import { span } from '../../ui/time';
import type { Times } from '../../ui/zone';
import { eventWords, type Filter, type Tone } from './eventWords';
import { liveTexts as t } from './texts';
import type { useFeed } from './useFeed';

/** Rows at first, and more for each time they are asked for: the gates below must stay in reach on a phone. */
const STEP = 15;

/** A row that came this much later than it happened says so. */
const LATE_MS = 60_000;

const icons: Readonly<Record<Tone, { readonly icon: typeof InIcon; readonly colour: string }>> = {
  in: { icon: InIcon, colour: 'success.main' },
  out: { icon: OutIcon, colour: 'info.main' },
  refused: { icon: NoIcon, colour: 'error.main' },
  staff: { icon: WarningIcon, colour: 'warning.main' },
  warning: { icon: WarningIcon, colour: 'error.main' },
  plain: { icon: InfoIcon, colour: 'text.secondary' },
};

interface Props {
  readonly events: readonly EventView[];
  readonly query: ReturnType<typeof useFeed>['query'];
  readonly filter: Filter;
  readonly now: number;
  readonly times: Times;
  readonly onFilter: (filter: Filter) => void;
}

export function Feed({ events, query, filter, now, times, onFilter }: Props) {
  const [rows, setRows] = useState(STEP);
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1 }}>
        <Typography variant="h6" component="h2" id="feed-heading" sx={{ flex: '1 1 auto' }}>{t.feed}</Typography>
        <ToggleButtonGroup exclusive size="small" aria-label={t.filter} value={filter} onChange={(_, next: Filter | null) => next && onFilter(next)}>
          <ToggleButton value="main">{t.filterMain}</ToggleButton>
          <ToggleButton value="refused" data-testid="filter-refused">{t.filterRefused}</ToggleButton>
          <ToggleButton value="all">{t.filterAll}</ToggleButton>
        </ToggleButtonGroup>
      </Box>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isLoading && <LoadingRows rows={6} height={52} />}
      {/* Always there: a screen reader only follows a region it has met. */}
      <Box role="log" aria-live="polite" aria-relevant="additions" aria-labelledby="feed-heading" data-testid="live-feed" sx={{ minHeight: 48 }}>
        <List dense disablePadding>
          {events.slice(0, rows).map((event) => <Row key={event.eventId} event={event} now={now} times={times} />)}
        </List>
        {events.length > rows && <Button fullWidth onClick={() => setRows(rows + STEP)}>{t.more}</Button>}
        {query.isSuccess && events.length === 0 && (
          <EmptyState title={filter === 'refused' ? t.feedEmptyRefused : t.feedEmpty}>{filter === 'refused' ? undefined : t.feedEmptyTodo}</EmptyState>
        )}
      </Box>
    </>
  );
}

function Row({ event, now, times }: { readonly event: EventView; readonly now: number; readonly times: Times }) {
  const { tone, text, more } = eventWords(event);
  const { icon: Icon, colour } = icons[tone];
  const late = Date.parse(event.receivedAt) - Date.parse(event.at);
  const today = times.dayOf(event.at) === times.dayOf(now);
  return (
    <ListItem divider disableGutters data-testid="feed-row" data-kind={event.kind} data-outcome={event.outcome ?? ''} data-reason={event.reason ?? ''} sx={{ alignItems: 'flex-start' }}>
      <ListItemIcon sx={{ minWidth: 36, pt: 0.75, color: colour }}><Icon fontSize="small" /></ListItemIcon>
      <ListItemText
        primary={text}
        secondary={(
          <>
            {more !== null && <Box component="span" sx={{ display: 'block' }}>{more}</Box>}
            <time dateTime={event.at}>{today ? times.clockTime(event.at) : times.dateAndTime(event.at)}</time> · {event.gateName}
            {event.offline === true && <Chip component="span" size="small" label={t.offlineDecision} sx={{ ml: 1, height: 18 }} />}
            {late > LATE_MS && ` · ${t.late(span(Math.round(late / 1000)))}`}
          </>
        )}
        slotProps={{ primary: { sx: { fontWeight: tone === 'refused' || tone === 'warning' ? 600 : 400, overflowWrap: 'anywhere' } }, secondary: { component: 'div' } }}
      />
    </ListItem>
  );
}

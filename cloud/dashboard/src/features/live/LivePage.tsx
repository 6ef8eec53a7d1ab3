import { Box, Button, Card, CardContent, Chip, Grid, Skeleton, Stack, Typography } from '@mui/material';
import { type ReactNode, useMemo, useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { POLL_MS } from '../../api/live';
import { useListGatesQuery, useListHallsQuery, type OccupancyView } from '../../api/studyspot';
import { Chart, type Series } from '../../ui/Chart';
import { HallSelect } from '../../ui/HallSelect';
import { PageHeading } from '../../ui/PageHeading';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/states';
import { useNow } from '../../ui/useNow';
import { timesIn, zoneOf, type Times } from '../../ui/zone';
import { ZoneNote } from '../../ui/ZoneNote';
import type { Filter } from './eventWords';
import { Feed } from './Feed';
import { GatePanel } from './GatePanel';
import { People } from './People';
import { liveTexts as t } from './texts';
import { refusedOfDay, useFeed } from './useFeed';

export function LivePage() {
  const halls = useListHallsQuery();
  const [chosen, setChosen] = useState('');
  const [filter, setFilter] = useState<Filter>('main');
  const now = useNow();
  const items = halls.data?.items ?? [];
  const hallId = items.some((hall) => hall.hallId === chosen) ? chosen : (items[0]?.hallId ?? '');
  const times = timesIn(zoneOf(items, hallId));
  const { live, events, refused, occupancy, query } = useFeed(hallId, filter);
  // Gates report every 15 s; without a live connection the page has to ask.
  const gates = useListGatesQuery(undefined, { pollingInterval: live === 'live' ? 15_000 : POLL_MS });
  const own = (gates.data?.items ?? []).filter((gate) => gate.hallId === hallId && !gate.retiredAt);
  const down = own.filter((gate) => !gate.online).length;

  if (halls.isError && !halls.data) {
    return <><PageHeading title={t.title} /><ErrorState error={halls.error} onRetry={() => void halls.refetch()} /></>;
  }
  if (halls.isSuccess && items.length === 0) {
    return (
      <>
        <PageHeading title={t.title} />
        <Card variant="outlined">
          <EmptyState title={t.hallsEmpty} action={<Button component={RouterLink} to="/gates" variant="contained">{t.toGates}</Button>}>{t.hallsEmptyTodo}</EmptyState>
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHeading title={t.title}>
        <HallSelect halls={items} value={hallId} onChange={setChosen} />
        <Chip role="status" data-testid="connection" data-state={live} color={live === 'live' ? 'success' : live === 'polling' ? 'warning' : 'default'} variant="outlined" label={t.state[live]} />
      </PageHeading>
      <ZoneNote times={times} now={now} />
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, sm: 4 }}><Inside occupancy={occupancy.data} /></Grid>
        <Grid size={{ xs: 6, sm: 4 }}>
          <Stat label={t.gatesUp} value={gates.data ? `${own.length - down} / ${own.length}` : null} note={own.length === 0 ? '' : down === 0 ? t.gatesAllUp : t.gatesDown(down)} bad={down > 0} />
        </Grid>
        <Grid size={{ xs: 6, sm: 4 }}><Stat label={t.refused} value={query.isLoading ? null : refusedOfDay(refused, now)} /></Grid>
        <Grid size={{ xs: 12, md: 7 }}><Section><Feed events={events} query={query} filter={filter} now={now} times={times} onFilter={setFilter} /></Section></Grid>
        <Grid size={{ xs: 12, md: 5 }}>
          <Stack spacing={2}>
            <Section title={t.gates}>
              {gates.isError && !gates.data && <ErrorState error={gates.error} onRetry={() => void gates.refetch()} />}
              {gates.isLoading && <LoadingRows rows={2} height={64} />}
              {gates.isSuccess && <GatePanel gates={own} now={now} />}
            </Section>
            <Section title={t.people}>
              {occupancy.isError && <ErrorState error={occupancy.error} onRetry={() => void occupancy.refetch()} />}
              {occupancy.isLoading && <LoadingRows rows={4} />}
              {occupancy.data && <People occupancy={occupancy.data} times={times} />}
            </Section>
          </Stack>
        </Grid>
        <Grid size={12}><Section title={t.hours}>{occupancy.data ? <Hours occupancy={occupancy.data} times={times} /> : <Skeleton variant="rounded" height={240} />}</Section></Grid>
      </Grid>
    </>
  );
}

function Section({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        {title !== undefined && <Typography variant="h6" component="h2" gutterBottom>{title}</Typography>}
        {children}
      </CardContent>
    </Card>
  );
}

interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: string;
  readonly bad?: boolean;
}

function Stat({ label, value, note = '', bad = false }: StatProps) {
  return (
    <Card variant="outlined" sx={{ height: '100%' }}>
      <CardContent>
        <Typography color="text.secondary" variant="body2">{label}</Typography>
        <Typography variant="h4" component="p">{value ?? <Skeleton width={60} />}</Typography>
        {note !== '' && <Typography variant="body2" color={bad ? 'error' : 'text.secondary'} sx={{ fontWeight: bad ? 600 : 400 }}>{note}</Typography>}
      </CardContent>
    </Card>
  );
}

function Inside({ occupancy }: { readonly occupancy: OccupancyView | undefined }) {
  const seats = occupancy?.seats ?? 0;
  return (
    <Stat
      label={t.inside}
      value={occupancy && (
        <Box component="span" sx={{ display: 'flex', gap: 1, alignItems: 'baseline' }}>
          <span data-testid="inside-count" data-inside={occupancy.inside}>{occupancy.inside}</span>
          {seats > 0 && <Typography component="span" color="text.secondary">{t.ofSeats(seats)}</Typography>}
        </Box>
      )}
      note={occupancy && seats > 0 ? t.free(seats - occupancy.inside) : ''}
    />
  );
}

function Hours({ occupancy: { byHour }, times }: { readonly occupancy: OccupancyView; readonly times: Times }) {
  const { labels, series, summary } = useMemo(() => {
    const made: Series[] = [
      { name: t.entries, kind: 'bar', colour: 'primary', values: byHour.map((hour) => hour.entries) },
      { name: t.exits, kind: 'bar', colour: 'secondary', values: byHour.map((hour) => hour.exits) },
      { name: t.peak, kind: 'line', colour: 'error', values: byHour.map((hour) => hour.peak) },
    ];
    return {
      labels: byHour.map((hour) => times.shortTime(hour.hour)),
      series: made,
      summary: t.hoursSummary(byHour.reduce((sum, hour) => sum + hour.entries, 0), Math.max(0, ...byHour.map((hour) => hour.peak))),
    };
  }, [byHour, times]);
  return <Chart labels={labels} series={series} summary={summary} />;
}

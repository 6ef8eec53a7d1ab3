import { Card, CardContent, MenuItem, TextField, Typography } from '@mui/material';
import { useMemo, useState } from 'react';
import { useReadDailyAttendanceQuery, useListHallsQuery, type AttendanceDay } from '../../api/studyspot';
import { Chart, type Series } from '../../ui/Chart';
import { HallSelect } from '../../ui/HallSelect';
import { PageHeading } from '../../ui/PageHeading';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/states';
import { civilDate } from '../../ui/time';
import { useNow } from '../../ui/useNow';
import { timesIn, zoneOf } from '../../ui/zone';
import { ZoneNote } from '../../ui/ZoneNote';
import { attendanceTexts as t } from './texts';

const CHOICES = [7, 14, 30, 90];

export function AttendancePage() {
  const [hallId, setHallId] = useState('');
  const [days, setDays] = useState(14);
  const halls = useListHallsQuery();
  const now = useNow(60_000);
  const { data, error, isLoading, refetch } = useReadDailyAttendanceQuery({ days, ...(hallId === '' ? {} : { hallId }) });
  const quiet = data?.items.every((day) => day.entries === 0 && day.refused === 0) ?? false;

  return (
    <>
      <PageHeading title={t.title}>
        <HallSelect halls={halls.data?.items ?? []} value={hallId} onChange={setHallId} all />
        <TextField select size="small" label={t.days} value={days} onChange={(event) => setDays(Number(event.target.value))} sx={{ minWidth: 150 }}>
          {CHOICES.map((choice) => <MenuItem key={choice} value={choice}>{t.lastDays(choice)}</MenuItem>)}
        </TextField>
      </PageHeading>
      <ZoneNote times={timesIn(zoneOf(halls.data?.items ?? [], hallId))} now={now} />
      <Card variant="outlined">
        <CardContent>
          <Typography color="text.secondary" gutterBottom>{t.intro}</Typography>
          {isLoading && <LoadingRows rows={1} height={320} />}
          {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
          {data && (quiet ? <EmptyState title={t.empty}>{t.emptyTodo}</EmptyState> : <Days days={data.items} />)}
        </CardContent>
      </Card>
    </>
  );
}

function Days({ days }: { readonly days: readonly AttendanceDay[] }) {
  const { labels, series, summary } = useMemo(() => {
    const made: Series[] = [
      { name: t.entries, kind: 'bar', colour: 'primary', values: days.map((day) => day.entries) },
      { name: t.refused, kind: 'bar', colour: 'error', values: days.map((day) => day.refused) },
      { name: t.members, kind: 'line', colour: 'secondary', values: days.map((day) => day.members) },
    ];
    const busiest = days.reduce<AttendanceDay | null>((best, day) => (day.entries > (best?.entries ?? 0) ? day : best), null);
    return {
      labels: days.map((day) => civilDate(day.date)),
      series: made,
      summary: t.summary(days.reduce((sum, day) => sum + day.entries, 0), days.length, busiest ? civilDate(busiest.date) : ''),
    };
  }, [days]);
  return <Chart labels={labels} series={series} summary={summary} height={320} />;
}

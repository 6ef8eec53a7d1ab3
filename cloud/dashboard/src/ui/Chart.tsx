import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography, useTheme } from '@mui/material';
import { BarController, BarElement, CategoryScale, Chart as ChartJs, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip, type ChartConfiguration } from 'chart.js';
import { useEffect, useRef } from 'react';
import { uiTexts } from './texts';

ChartJs.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface Series {
  readonly name: string;
  readonly kind: 'bar' | 'line';
  readonly colour: 'primary' | 'secondary' | 'error';
  readonly values: readonly number[];
}

interface Props {
  /** What the chart says in one sentence, for those who do not see it. */
  readonly summary: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly height?: number;
}

/** Bars and lines over one axis of labels, with the same numbers as a table below. */
export function Chart({ summary, labels, series, height = 240 }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartJs | null>(null);
  const theme = useTheme();

  useEffect(() => {
    if (!canvas.current) return;
    // Chart.js paints pixels and knows no CSS variables: the colours are read from the page.
    const style = getComputedStyle(canvas.current);
    const colour = (name: string): string => style.getPropertyValue(`--mui-palette-${name}`).trim() || '#888';
    const text = colour('text-secondary');
    const grid = colour('divider');
    const config: ChartConfiguration<'bar' | 'line', number[], string> = {
      type: 'bar',
      data: {
        labels: [...labels],
        datasets: series.map(({ name, kind, colour: tone, values }) => ({
          type: kind, label: name, data: [...values], backgroundColor: colour(`${tone}-main`), borderColor: colour(`${tone}-main`),
          borderWidth: kind === 'line' ? 2 : 0, pointRadius: 2, order: kind === 'line' ? 0 : 1,
        })),
      },
      options: {
        responsive: true,
        maintainAspectRatio: false,
        animation: false,
        interaction: { mode: 'index', intersect: false },
        plugins: { legend: { position: 'bottom', labels: { color: text, boxWidth: 12 } } },
        scales: {
          x: { ticks: { color: text, maxRotation: 0, autoSkipPadding: 12 }, grid: { display: false } },
          y: { beginAtZero: true, ticks: { color: text, precision: 0 }, grid: { color: grid } },
        },
      },
    };
    if (chart.current) {
      chart.current.data = config.data;
      chart.current.options = config.options ?? {};
      chart.current.update('none');
    } else {
      chart.current = new ChartJs(canvas.current, config);
    }
  }, [labels, series, theme]);

  useEffect(() => () => { chart.current?.destroy(); chart.current = null; }, []);

  return (
    <>
      <Box sx={{ height, position: 'relative' }}><canvas ref={canvas} role="img" aria-label={summary} /></Box>
      <Box component="details" sx={{ mt: 1, color: 'text.secondary', '& summary': { cursor: 'pointer', fontSize: '.875rem' } }}>
        <summary>{uiTexts.chartAsTable}</summary>
        <Box sx={{ overflowX: 'auto' }}>
          <Table size="small" aria-label={summary}>
            <TableHead>
              <TableRow>
                <TableCell />
                {series.map(({ name }) => <TableCell key={name} align="right">{name}</TableCell>)}
              </TableRow>
            </TableHead>
            <TableBody>
              {labels.map((label, row) => (
                <TableRow key={label}>
                  <TableCell component="th" scope="row">{label}</TableCell>
                  {series.map(({ name, values }) => <TableCell key={name} align="right">{values[row]}</TableCell>)}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      </Box>
      <Typography variant="caption" color="text.secondary">{summary}</Typography>
    </>
  );
}

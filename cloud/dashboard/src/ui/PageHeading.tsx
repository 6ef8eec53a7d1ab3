import { Box, Typography } from '@mui/material';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Names the page, in the window's title too, and takes the focus on arrival, so that a screen reader says where one is. */
export function PageHeading({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · StudySpot`;
    heading.current?.focus();
  }, [title]);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 2 }}>
      <Typography ref={heading} tabIndex={-1} variant="h5" component="h1" sx={{ flex: '1 1 auto', outline: 'none', overflowWrap: 'anywhere' }}>{title}</Typography>
      {children}
    </Box>
  );
}

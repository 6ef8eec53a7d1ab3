import { Box, Button, Card, Link, List, ListItem, MenuItem, Stack, Table, TableBody, TableCell, TableContainer, TableHead, TableRow, TextField, Typography, useMediaQuery, useTheme } from '@mui/material';
import { useEffect, useState } from 'react';
import { useDispatch } from 'react-redux';
import { Link as RouterLink } from 'react-router';
import { useCreateMemberMutation, useMembersInfiniteQuery, type MemberView } from '../../api/studyspot';
import { AddIcon } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { PageHeading } from '../../ui/PageHeading';
import { EmptyState, ErrorState, LoadingRows } from '../../ui/states';
import { uiTexts } from '../../ui/texts';
import { civilDate } from '../../ui/time';
import { useNow } from '../../ui/useNow';
import { useTimes } from '../../ui/zone';
import { emptyDraft, fieldsOf } from './fields';
import { MemberForm } from './MemberForm';
import { StatusChip } from './StatusChip';
import { membersTexts as t } from './texts';

const WAIT_MS = 300;

export function MembersPage() {
  const today = useTimes().dayOf(useNow(60_000));
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState('');
  const [adding, setAdding] = useState(false);
  const wide = useMediaQuery(useTheme().breakpoints.up('md'));

  // A question a key would be a question a letter; a short pause is enough to see the whole word.
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  const { data, error, isLoading, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useMembersInfiniteQuery({ search, status });
  const members = data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = search !== '' || status !== '';

  return (
    <>
      <PageHeading title={t.title}>
        <Button variant="contained" startIcon={<AddIcon />} onClick={() => setAdding(true)}>{t.add}</Button>
      </PageHeading>
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2} sx={{ mb: 2 }}>
        <TextField type="search" size="small" label={t.search} value={typed} onChange={(event) => setTyped(event.target.value)} sx={{ flex: 1 }} />
        <TextField select size="small" label={t.status} value={status} onChange={(event) => setStatus(event.target.value)} sx={{ minWidth: 180 }}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}>
          <MenuItem value="">{t.anyStatus}</MenuItem>
          {Object.entries(t.statuses).map(([value, name]) => <MenuItem key={value} value={value}>{name}</MenuItem>)}
        </TextField>
      </Stack>
      {isLoading && <LoadingRows rows={8} />}
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && members.length === 0 && (
        <Card variant="outlined">
          {filtered
            ? <EmptyState title={t.noMatch}>{t.noMatchTodo}</EmptyState>
            : <EmptyState title={t.empty} action={<Button variant="contained" onClick={() => setAdding(true)}>{t.add}</Button>}>{t.emptyTodo}</EmptyState>}
        </Card>
      )}
      {members.length > 0 && <Card variant="outlined">{wide ? <Rows members={members} today={today} /> : <Cards members={members} today={today} />}</Card>}
      {hasNextPage && (
        <Box sx={{ textAlign: 'center', mt: 2 }}><Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage}>{uiTexts.loadMore}</Button></Box>
      )}
      {adding && <AddMember onClose={() => setAdding(false)} />}
    </>
  );
}

function AddMember({ onClose }: { readonly onClose: () => void }) {
  const dispatch = useDispatch();
  const [add, { isLoading, error }] = useCreateMemberMutation();
  return (
    <MemberForm title={t.add} start={emptyDraft} isNew busy={isLoading} error={error} onClose={onClose}
      onSubmit={(draft) => {
        const account = draft.withLogin ? { password: draft.password, ...(draft.login.trim() === '' ? {} : { login: draft.login.trim() }) } : {};
        void add({ createMemberRequest: { ...fieldsOf(draft), ...account } }).then((answer) => {
          if (answer.error) return;
          dispatch(notify({ text: t.added(answer.data.name), severity: 'success' }));
          onClose();
        });
      }} />
  );
}

/** Last paid day; in words and colour when it has gone by, which the gate refuses although the standing is active. */
function Until({ member, today }: { readonly member: MemberView; readonly today: string }) {
  if (!member.validThrough) return t.noEnd;
  const over = member.validThrough < today;
  return <Box component="span" sx={over ? { color: 'error.main', fontWeight: 600 } : {}}>{over ? t.over(civilDate(member.validThrough)) : civilDate(member.validThrough)}</Box>;
}

interface ListProps {
  readonly members: readonly MemberView[];
  /** In the hall. */
  readonly today: string;
}

function Rows({ members, today }: ListProps) {
  const columns = t.columns;
  return (
    <TableContainer>
      <Table size="small" aria-label={t.title}>
        <TableHead>
          <TableRow>
            <TableCell align="right">{columns.number}</TableCell>
            {[columns.name, columns.phone, columns.status, columns.until].map((name) => <TableCell key={name}>{name}</TableCell>)}
            <TableCell align="right">{columns.passes}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {members.map((member) => (
            <TableRow key={member.memberId} hover>
              <TableCell align="right">{member.memberNumber}</TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}><Link component={RouterLink} to={`/members/${member.memberId}`}>{member.name}</Link></TableCell>
              <TableCell>{member.phone}</TableCell>
              <TableCell><StatusChip status={member.status} /></TableCell>
              <TableCell><Until member={member} today={today} /></TableCell>
              <TableCell align="right">{member.credentialCount}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function Cards({ members, today }: ListProps) {
  return (
    <List disablePadding aria-label={t.title}>
      {members.map((member) => (
        <ListItem key={member.memberId} divider sx={{ gap: 1 }}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Link component={RouterLink} to={`/members/${member.memberId}`} sx={{ overflowWrap: 'anywhere' }}>{member.name}</Link>
            <Typography variant="body2" color="text.secondary">{t.memberNumber(member.memberNumber)}{member.phone && ` · ${member.phone}`}</Typography>
            <Typography variant="body2" color="text.secondary">{t.columns.until}: <Until member={member} today={today} /></Typography>
          </Box>
          <StatusChip status={member.status} />
        </ListItem>
      ))}
    </List>
  );
}

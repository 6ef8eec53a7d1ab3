import { Button, Card, CardContent, Grid, Stack, Typography } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { useDispatch } from 'react-redux';
import { Link as RouterLink, useParams } from 'react-router';
import { useChangeStandingMutation, useUpdateMemberMutation, useListHallsQuery, useReadMemberQuery, type MemberDetail } from '../../api/studyspot';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { BackIcon } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { PageHeading } from '../../ui/PageHeading';
import { ErrorState, LoadingRows } from '../../ui/states';
import { civilDate } from '../../ui/time';
import { timesIn, zoneOf } from '../../ui/zone';
import { Credentials } from './Credentials';
import { Face } from './Face';
import { draftOf, fieldsOf, hoursWords } from './fields';
import { MemberForm } from './MemberForm';
import { SetPassword } from './SetPassword';
import { StatusChip } from './StatusChip';
import { membersTexts as t } from './texts';
import { Visits } from './Visits';

export function MemberPage() {
  const { memberId = '' } = useParams();
  const { data, error, isLoading, refetch } = useReadMemberQuery({ memberId });
  const member = data as MemberDetail | undefined;
  return (
    <>
      <Button component={RouterLink} to="/members" startIcon={<BackIcon />} sx={{ mb: 1 }}>{t.back}</Button>
      {isLoading && <LoadingRows rows={6} />}
      {error && !member && <ErrorState error={error} onRetry={() => void refetch()} />}
      {member && <MemberView key={member.memberId} member={member} />}
    </>
  );
}

function MemberView({ member }: { readonly member: MemberDetail }) {
  const [editing, setEditing] = useState(false);
  const halls = useListHallsQuery();
  const times = timesIn(zoneOf(halls.data?.items ?? []));
  const names = member.halls.map((id) => halls.data?.items.find((hall) => hall.hallId === id)?.name ?? id);
  return (
    <>
      <PageHeading title={member.name}><StatusChip status={member.status} /></PageHeading>
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 6 }}>
          <Stack spacing={2}>
            <Card variant="outlined" component="section">
              <CardContent>
                <Typography variant="h6" component="h2" gutterBottom>{t.details}</Typography>
                <Stack component="dl" spacing={0.75} sx={{ m: 0 }}>
                  <Line name={t.columns.number}>{member.memberNumber}</Line>
                  <Line name={t.fields.phone}>{member.phone ?? '–'}</Line>
                  <Line name={t.fields.email}>{member.email ?? '–'}</Line>
                  <Line name={t.columns.until}>{member.validThrough ? civilDate(member.validThrough) : t.noEnd}</Line>
                  <Line name={t.fields.halls}>{names.length === 0 ? t.everyHall : names.join(', ')}</Line>
                  <Line name={t.hours.heading}>{member.hours.length === 0 ? t.hours.always : member.hours.map(hoursWords).join('; ')}</Line>
                  <Line name={t.login}>{member.login ?? t.noLogin}</Line>
                </Stack>
                <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>{t.joined(times.dateAndTime(member.createdAt))}</Typography>
                <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', mt: 2 }}>
                  <Button variant="outlined" onClick={() => setEditing(true)}>{t.edit}</Button>
                  {member.login && <SetPassword memberId={member.memberId} />}
                  <Standing member={member} />
                </Stack>
              </CardContent>
            </Card>
            <Visits memberId={member.memberId} halls={halls.data?.items ?? []} />
          </Stack>
        </Grid>
        <Grid size={{ xs: 12, md: 6 }}>
          <Stack spacing={2}>
            <Credentials member={member} times={times} />
            <Face memberId={member.memberId} times={times} />
          </Stack>
        </Grid>
      </Grid>
      {editing && <Edit member={member} onClose={() => setEditing(false)} />}
    </>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <Stack direction="row" spacing={1}>
      <Typography component="dt" color="text.secondary" sx={{ width: 130, flex: 'none' }}>{name}</Typography>
      <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere', minWidth: 0 }}>{children}</Typography>
    </Stack>
  );
}

function Edit({ member, onClose }: { readonly member: MemberDetail; readonly onClose: () => void }) {
  const dispatch = useDispatch();
  const [edit, { isLoading, error }] = useUpdateMemberMutation();
  return (
    <MemberForm title={t.editTitle} start={draftOf(member)} isNew={false} busy={isLoading} error={error} onClose={onClose}
      onSubmit={(draft) => {
        void edit({ memberId: member.memberId, updateMemberRequest: fieldsOf(draft) }).then((answer) => {
          if (answer.error) return;
          dispatch(notify({ text: t.saved, severity: 'success' }));
          onClose();
        });
      }} />
  );
}

type Step = 'suspend' | 'reinstate' | 'end';

/** Suspend and end ask first, because somebody will stand before a shut gate; both can be undone for a moment. */
function Standing({ member }: { readonly member: MemberDetail }) {
  const dispatch = useDispatch();
  const [asking, setAsking] = useState<Step | null>(null);
  const [change, { isLoading, error, reset }] = useChangeStandingMutation();
  const done = { suspend: t.suspended, reinstate: t.reinstated, end: t.ended };
  const go = (to: Step): void => {
    void change({ memberId: member.memberId, to }).then((answer) => {
      if (answer.error) return;
      const back: Step | null = to !== 'reinstate' ? (member.status === 'suspended' ? 'suspend' : 'reinstate') : null;
      dispatch(notify({ text: done[to](member.name), severity: 'success', ...(back ? { undo: { memberId: member.memberId, to: back } } : {}) }));
      setAsking(null);
    });
  };
  const open = (step: Step): void => { reset(); setAsking(step); };
  return (
    <>
      {member.status === 'active' && <Button variant="outlined" color="warning" onClick={() => open('suspend')}>{t.suspend}</Button>}
      {member.status !== 'active' && <Button variant="outlined" onClick={() => go('reinstate')} loading={isLoading}>{t.reinstate}</Button>}
      {member.status !== 'ended' && <Button variant="outlined" color="error" onClick={() => open('end')}>{t.end}</Button>}
      <ConfirmDialog open={asking === 'suspend'} title={t.suspendAsk(member.name)} confirm={t.suspend} danger busy={isLoading} error={error}
        onConfirm={() => go('suspend')} onClose={() => setAsking(null)}>{t.suspendText}</ConfirmDialog>
      <ConfirmDialog open={asking === 'end'} title={t.endAsk(member.name)} confirm={t.end} danger busy={isLoading} error={error}
        onConfirm={() => go('end')} onClose={() => setAsking(null)}>{t.endText}</ConfirmDialog>
    </>
  );
}

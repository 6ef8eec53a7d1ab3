import { Button, Card, CardContent, Chip, List, ListItem, ListItemText, Typography } from '@mui/material';
import { useState } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { selectSession } from '../../api/session';
import { useRevokeCredentialMutation, type MemberCredential, type MemberDetail } from '../../api/studyspot';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { EmptyState } from '../../ui/states';
import { useNow } from '../../ui/useNow';
import type { Times } from '../../ui/zone';
import { membersTexts as t } from './texts';

/** The phones that carry a pass of this member. */
export function Credentials({ member, times }: { readonly member: MemberDetail; readonly times: Times }) {
  const dispatch = useDispatch();
  const { account } = useSelector(selectSession);
  const [asked, setAsked] = useState<string | null>(null);
  const [revoke, { isLoading, error, reset }] = useRevokeCredentialMutation();
  const now = useNow(60_000);
  const go = (credentialId: string): void => {
    void revoke({ credentialId, revokeCredentialRequest: { reason: 'desk' } }).then((answer) => {
      if (answer.error) return;
      dispatch(notify({ text: t.revoked, severity: 'success' }));
      setAsked(null);
    });
  };
  const address = `${window.location.origin}/pass/?org=${account?.organisation ?? ''}`;
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2" gutterBottom>{t.passes}</Typography>
        {member.credentials.length === 0 && <EmptyState title={t.passesEmpty}>{member.login ? t.passesEmptyTodo(address) : t.noLogin}</EmptyState>}
        <List disablePadding>
          {member.credentials.map((credential) => (
            <ListItem key={credential.credentialId} disableGutters divider data-testid="credential" sx={{ gap: 1 }}>
              <ListItemText primary={credential.deviceLabel ?? t.device} secondary={about(credential, times)} />
              {credential.revokedAt
                ? <Chip size="small" label={t.revokedChip} />
                : Date.parse(credential.notAfter) <= now
                  ? <Chip size="small" label={t.expired} />
                  : <Button color="error" onClick={() => { reset(); setAsked(credential.credentialId); }}>{t.revoke}</Button>}
            </ListItem>
          ))}
        </List>
        <ConfirmDialog open={asked !== null} title={t.revokeAsk} confirm={t.revoke} danger busy={isLoading} error={error}
          onConfirm={() => asked !== null && go(asked)} onClose={() => setAsked(null)}>{t.revokeText}</ConfirmDialog>
      </CardContent>
    </Card>
  );
}

function about(credential: MemberCredential, times: Times): string {
  if (!credential.revokedAt) return t.issued(times.dateAndTime(credential.notBefore), times.dateAndTime(credential.notAfter));
  const reason = credential.revokedReason ?? '';
  return t.revokedOn(times.dateAndTime(credential.revokedAt), t.reasons[reason] ?? reason);
}

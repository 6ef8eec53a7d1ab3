import { Button, Card, CardContent, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useMakeClaimCodeMutation, type GateClaimView } from '../../api/studyspot';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import type { Times } from '../../ui/zone';
import { gatesTexts as t } from './texts';

/** A code to be read aloud or copied by hand; it cannot be asked for again. */
export function ClaimCode({ claim, times }: { readonly claim: GateClaimView; readonly times: Times }) {
  const [said, setSaid] = useState('');
  // Not there on a page that came without https.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const copy = (): void => { void clipboard?.writeText(claim.code).then(() => setSaid(t.copied), () => setSaid(t.copyFailed)); };
  return (
    <Stack spacing={0.5} role="group" aria-label={t.claim}>
      <Stack direction="row" useFlexGap spacing={1} sx={{ flexWrap: 'wrap', alignItems: 'center' }}>
        <Typography variant="h4" component="p" data-testid="claim-code" sx={{ fontFamily: 'monospace', letterSpacing: '0.1em', userSelect: 'all' }}>{claim.code}</Typography>
        {clipboard && <Button size="small" onClick={copy} data-testid="copy-claim-code">{t.copy}</Button>}
        <Typography variant="body2" role="status">{said}</Typography>
      </Stack>
      <Typography variant="body2">{t.claimText[0]}<code>{t.claimCommand}</code>{t.claimText[1]}</Typography>
      <Typography variant="body2" color="text.secondary">{t.claimUntil(times.dateAndTime(claim.expiresAt))}</Typography>
    </Stack>
  );
}

/** Gives out codes for a gate that is there already: its first was lost, or its computer is exchanged. A code leaves the store with this card. */
export function ClaimCodes({ gateId, times }: { readonly gateId: string; readonly times: Times }) {
  const [make, { data: claim, isLoading, error, reset }] = useMakeClaimCodeMutation();
  const [asking, setAsking] = useState(false);
  const go = (): void => {
    void make({ gateId }).then((answer) => {
      if (!answer.error) setAsking(false);
    });
  };
  return (
    <Card variant="outlined" component="section">
      <CardContent sx={{ display: 'grid', gap: 1, justifyItems: 'start' }}>
        <Typography variant="h6" component="h2">{t.claim}</Typography>
        {claim ? <ClaimCode claim={claim} times={times} /> : <Typography color="text.secondary" variant="body2">{t.claimHelp}</Typography>}
        <Button variant="outlined" onClick={() => { if (error) reset(); setAsking(true); }} data-testid="make-claim-code">{claim ? t.claimAgain : t.claimMake}</Button>
        <ConfirmDialog open={asking} title={t.claimAsk} confirm={t.claimAgain} busy={isLoading} error={error} onConfirm={go} onClose={() => setAsking(false)}>
          {t.claimWarn}
        </ConfirmDialog>
      </CardContent>
    </Card>
  );
}

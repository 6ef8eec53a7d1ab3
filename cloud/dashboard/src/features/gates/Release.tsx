import { Alert, Button, Card, CardContent, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useDispatch } from 'react-redux';
import { useReleaseGateMutation, type GateDetail } from '../../api/studyspot';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { notify } from '../../ui/notices';
import { gatesTexts as t } from './texts';

export function Release({ gate }: { readonly gate: GateDetail }) {
  const dispatch = useDispatch();
  const [asking, setAsking] = useState<'entry' | 'exit' | null>(null);
  const [release, { isLoading, error, reset }] = useReleaseGateMutation();
  const go = (): void => {
    if (!asking) return;
    void release({ gateId: gate.gateId, releaseGateRequest: { direction: asking } }).then((answer) => {
      if (answer.error) return;
      dispatch(notify({ text: t.released, severity: 'success' }));
      setAsking(null);
    });
  };
  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2">{t.release}</Typography>
        <Typography color="text.secondary" variant="body2" gutterBottom>{t.releaseText}</Typography>
        {!gate.online && <Alert severity="info" sx={{ mb: 1 }}>{t.releaseOffline}</Alert>}
        <Stack direction="row" spacing={1}>
          {(['entry', 'exit'] as const).map((direction) => (
            <Button key={direction} variant="outlined" disabled={!gate.online} data-testid={`release-${direction}`} onClick={() => { reset(); setAsking(direction); }}>
              {t.directions[direction]}
            </Button>
          ))}
        </Stack>
        <ConfirmDialog open={asking !== null} title={t.releaseAsk} confirm={t.release} busy={isLoading} error={error} onConfirm={go} onClose={() => setAsking(null)}>
          {t.releaseWarn}
        </ConfirmDialog>
      </CardContent>
    </Card>
  );
}

import { Alert, Box, Button, Card, CardContent, Checkbox, FormControlLabel, FormGroup, InputAdornment, Stack, TextField, Typography } from '@mui/material';
import { type SyntheticEvent, useId, useState } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { selectIsOwner } from '../../api/session';
import { useUpdatePolicyMutation, type GateDetail } from '../../api/studyspot';
import { notify } from '../../ui/notices';
import { FormError } from '../../ui/states';
import { uiTexts } from '../../ui/texts';
import { alwaysAsked, documentOf, policyDraftOf, policyFaultsOf, ruleIds, type TimeField, timeFields } from './policy';
import { gatesTexts as t } from './texts';

export function PolicyForm({ gate }: { readonly gate: GateDetail }) {
  const dispatch = useDispatch();
  const mayEdit = useSelector(selectIsOwner) && !gate.retiredAt;
  const [draft, setDraft] = useState(() => policyDraftOf(gate.policy.document));
  const [save, { isLoading, error }] = useUpdatePolicyMutation();
  const faults = policyFaultsOf(draft);
  const toggle = (list: readonly string[], item: string): readonly string[] => (list.includes(item) ? list.filter((each) => each !== item) : [...list, item]);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (faults.size > 0) return;
    void save({ gateId: gate.gateId, updatePolicyRequest: documentOf(draft) }).then((answer) => {
      if (!answer.error) dispatch(notify({ text: t.policySaved, severity: 'success' }));
    });
  };

  return (
    <Card variant="outlined" component="section">
      <CardContent>
        <Typography variant="h6" component="h2">{t.policy}</Typography>
        <Typography variant="body2" color="text.secondary" gutterBottom>{t.policyVersion(gate.policy.version)}{!mayEdit && ` · ${t.policyOwner}`}</Typography>
        <form onSubmit={submit} noValidate>
          <Stack spacing={2} sx={{ mt: 2 }}>
            <FormError error={error} />
            <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
              {(Object.keys(timeFields) as TimeField[]).map((field) => {
                const { from, to, unit } = timeFields[field];
                const { label, help } = t.policyFields[field];
                return (
                  <TextField key={field} type="number" label={label} disabled={!mayEdit} value={draft.times[field]} error={faults.has(field)}
                    helperText={faults.has(field) ? t.range(from, to) : help}
                    onChange={(event) => setDraft({ ...draft, times: { ...draft.times, [field]: event.target.value } })}
                    slotProps={{ htmlInput: { min: from, max: to, step: 'any' }, input: { endAdornment: <InputAdornment position="end">{unit === 1 ? t.seconds : t.hours}</InputAdornment> } }} />
                );
              })}
            </Box>
            <Boxes legend={t.rules} help={t.rulesHelp} fault={faults.has('rules') ? t.rulesFault : undefined} disabled={!mayEdit}
              items={[...ruleIds, ...draft.rules.filter((rule) => !(ruleIds as readonly string[]).includes(rule))].map((id) => ({ id, name: t.ruleNames[id] ?? id, fixed: alwaysAsked.includes(id) }))}
              chosen={draft.rules} onToggle={(rule) => setDraft({ ...draft, rules: toggle(draft.rules, rule) })} />
            <Boxes legend={t.languages} help={t.languagesHelp} fault={faults.has('languages') ? t.languagesFault : undefined} disabled={!mayEdit}
              items={[...new Set([...Object.keys(t.languageNames), ...draft.languages])].map((id) => ({ id, name: t.languageNames[id] ?? id }))}
              chosen={draft.languages} onToggle={(language) => setDraft({ ...draft, languages: toggle(draft.languages, language) })} />
            <FormControlLabel disabled={!mayEdit} label={t.faceAllowed}
              control={<Checkbox checked={draft.faceAllowed} onChange={(event) => setDraft({ ...draft, faceAllowed: event.target.checked })} />} />
            {mayEdit && <Box><Button type="submit" variant="contained" loading={isLoading} disabled={faults.size > 0}>{uiTexts.save}</Button></Box>}
          </Stack>
        </form>
      </CardContent>
    </Card>
  );
}

interface BoxesProps {
  readonly legend: string;
  readonly help: string;
  readonly fault: string | undefined;
  readonly disabled: boolean;
  /** A fixed one is on and stays on. */
  readonly items: readonly { readonly id: string; readonly name: string; readonly fixed?: boolean }[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
}

function Boxes({ legend, help, fault, disabled, items, chosen, onToggle }: BoxesProps) {
  const id = useId();
  return (
    <Box component="fieldset" aria-describedby={id} sx={{ border: 1, borderColor: 'divider', borderRadius: 1, m: 0, p: 1.5, minWidth: 0 }}>
      <Typography component="legend" variant="body2" color="text.secondary" sx={{ px: 0.5 }}>{legend}</Typography>
      <FormGroup sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
        {items.map((item) => (
          <FormControlLabel key={item.id} label={item.name} control={<Checkbox size="small" disabled={disabled || item.fixed === true} checked={item.fixed === true || chosen.includes(item.id)} onChange={() => onToggle(item.id)} />} />
        ))}
      </FormGroup>
      {fault !== undefined && <Alert severity="error" sx={{ my: 1 }}>{fault}</Alert>}
      <Typography id={id} variant="caption" color="text.secondary">{help}</Typography>
    </Box>
  );
}

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ConfirmDialog } from './ConfirmDialog';
import { EmptyState, ErrorState, LoadingRows } from './states';

describe('states', () => {
  it('error_saysWhatAndOffersRetry', async () => {
    const retry = vi.fn();
    render(<ErrorState error={{ status: 500, data: { code: 'internal_error', title: 'x' } }} onRetry={retry} />);
    expect(screen.getByRole('alert').textContent).toContain('The server failed');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it.each([
    [{ status: 'FETCH_ERROR', error: 'x' } as const, 'does not answer'],
    [{ status: 404, data: { code: 'not_found' } }, 'no longer here'],
    [{ status: 409, data: { code: 'login_taken', title: 'This login is in use.' } }, 'This login is in use.'],
    [{ status: 500, data: '<html>' }, 'unexpected'],
    [{ message: 'bug' }, 'unexpected'],
  ])('error_%j_isASentence', (error, words) => {
    render(<ErrorState error={error} onRetry={() => undefined} />);
    expect(screen.getByRole('alert').textContent).toContain(words);
  });

  it('empty_saysWhatToDo', () => {
    render(<EmptyState title="No gate yet" action={<button type="button">Add gate</button>}>Add the first one.</EmptyState>);
    expect(screen.getByText('Add the first one.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Add gate' })).toBeTruthy();
  });

  it('loading_isAnnounced', () => {
    render(<LoadingRows />);
    expect(screen.getByRole('status', { name: 'Loading…' })).toBeTruthy();
  });

  it('confirm_focusesTheSafeAnswer', () => {
    render(<ConfirmDialog open title="Revoke?" confirm="Revoke" danger onConfirm={() => undefined} onClose={() => undefined}>Sure?</ConfirmDialog>);
    expect(document.activeElement?.textContent).toBe('Cancel');
    expect(screen.getByRole('dialog', { name: 'Revoke?' })).toBeTruthy();
  });
});

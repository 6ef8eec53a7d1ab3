import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClockNotice } from './ClockNotice';
import { PassApp } from './PassApp';
import type { StoredPass } from './store';
import { texts } from './texts';

describe('PassApp', () => {
  beforeEach(() => {
    window.localStorage.clear();
    window.history.replaceState(null, '', '/pass/?org=sunrise');
    vi.stubGlobal('isSecureContext', true);
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('en-IN');
  });
  afterEach(() => vi.unstubAllGlobals());

  it('withoutPass_asksToSignIn_organisationFromTheAddress', async () => {
    render(<PassApp />);
    expect((await screen.findByLabelText<HTMLInputElement>('Organisation')).value).toBe('sunrise');
  });

  it('hindiBrowser_isInHindi', async () => {
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('hi-IN');
    render(<PassApp />);
    expect(await screen.findByText(texts.hi.signIn.heading)).toBeTruthy();
    expect(document.documentElement.lang).toBe('hi');
  });

  it('language_switched_isRememberedAndNothingElseIs', async () => {
    render(<PassApp />);
    await userEvent.click(await screen.findByRole('button', { name: 'हिन्दी' }));
    expect(screen.getByText(texts.hi.signIn.heading)).toBeTruthy();
    expect(Object.entries(window.localStorage)).toEqual([['studyspot-pass-language', 'hi']]);
  });

  it('noEd25519_namesTheBrowsersThatHaveIt', async () => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes });
    render(<PassApp />);
    expect((await screen.findByRole('alert')).textContent).toMatch(/Chrome or Edge 137, Firefox 130, Safari 17/);
  });

  it('insecurePage_saysSo', async () => {
    vi.stubGlobal('isSecureContext', false);
    render(<PassApp />);
    expect((await screen.findByRole('alert')).textContent).toContain('https://');
  });

  it('emptyFields_areMarked', async () => {
    render(<PassApp />);
    await userEvent.click(await screen.findByTestId('sign-in'));
    expect(screen.getAllByText('Please fill this in.')).toHaveLength(2);
    expect(document.activeElement).toBe(screen.getByTestId('login'));
  });
});

describe('ClockNotice', () => {
  const pass = (offsetMs: number) => ({ clock: { offsetMs, uncertaintyMs: 20, measuredAt: 1000 } }) as StoredPass;

  it.each([[-185_000, '3 min ahead'], [12_000, '12 s behind'], [7_200_000, '2 h behind']])('offset_%i_says_%s', (offset, words) => {
    render(<ClockNotice pass={pass(offset)} now={1000} t={texts.en} onFixed={() => undefined} />);
    expect(screen.getByRole('alert').textContent).toContain(words);
    expect(screen.getByRole('alert').textContent).toContain('automatic date and time');
  });

  it('offset_small_saysNothing', () => {
    render(<ClockNotice pass={pass(9_000)} now={1000} t={texts.en} onFixed={() => undefined} />);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('fixed_asksToForget', async () => {
    const fixed = vi.fn();
    render(<ClockNotice pass={pass(60_000)} now={1000} t={texts.en} onFixed={fixed} />);
    await userEvent.click(screen.getByRole('button', { name: 'I have set it' }));
    expect(fixed).toHaveBeenCalledOnce();
  });
});

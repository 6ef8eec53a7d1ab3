import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OwnFace } from './api';
import { FaceCard } from './FaceCard';
import { forgetToken, keepToken } from './ownCalls';
import { texts, type Language } from './texts';

const none: OwnFace = { state: 'none', minor: false, gates: [{ gateId: 'g', name: 'Door', allowed: true, enrolled: false, otherModels: false }], deletions: [] };
const consented: OwnFace = { ...none, state: 'consented', consent: { givenBy: 'member', givenAt: '2026-11-20T06:00:00Z', withdrawnAt: null } };

describe('FaceCard', () => {
  const t = texts.en.face;
  let face: OwnFace;
  let version: number;
  let calls: { path: string; method: string; body: unknown }[];
  let answer: (path: string) => Response | Promise<Response> | undefined;
  const json = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status });

  beforeEach(() => {
    [face, version, calls, answer] = [none, 1, [], () => undefined];
    keepToken('token');
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      const path = url.replace('/api/v1', '');
      calls.push({ path, method: init.method ?? 'GET', body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined });
      const special = answer(path);
      if (special) return Promise.resolve(special);
      if (path === '/faces/mine') return Promise.resolve(json(200, face));
      if (path.startsWith('/faces/notice/')) return Promise.resolve(json(200, { version, language: path.slice(-2), title: 'Faces', paragraphs: ['What is kept.', 'How to say no.'] }));
      if (path === '/faces/mine/consent') face = consented;
      if (path === '/faces/mine/withdraw') face = none;
      return Promise.resolve(new Response('{}', { status: 200 }));
    });
    // jsdom has dialogs but does not open them.
    HTMLDialogElement.prototype.showModal = function () { this.open = true; };
    HTMLDialogElement.prototype.close = function () { this.open = false; };
  });
  afterEach(() => { forgetToken(); vi.unstubAllGlobals(); });

  const open = (online = true, language: Language = 'en', onSignInAgain = () => undefined) => render(
    <FaceCard accountId="a" online={online} language={language} t={texts[language].face} signInText="Sign in again" onSignInAgain={onSignInAgain} />);
  const sent = () => calls.filter(({ method }) => method === 'POST');

  it('agree_needsBothTicks_whichNobodySetBefore', async () => {
    open();
    await userEvent.click(await screen.findByTestId('face-read'));
    const boxes = await screen.findAllByRole<HTMLInputElement>('checkbox');
    expect(boxes.map((box) => box.checked)).toEqual([false, false]);
    await userEvent.click(screen.getByTestId('face-yes'));
    expect(screen.getByRole('alert').textContent).toBe(t.tick);
    await userEvent.click(screen.getByTestId('face-agree'));
    await userEvent.click(screen.getByTestId('face-yes'));
    expect(sent()).toEqual([]);

    await userEvent.click(screen.getByTestId('face-adult'));
    await userEvent.click(screen.getByTestId('face-yes'));
    await screen.findByText(/You agreed on/);
    expect(sent()).toEqual([{ path: '/faces/mine/consent', method: 'POST', body: { noticeVersion: 1, language: 'en', adult: true } }]);
    expect(screen.queryByTestId('face-notice')).toBeNull();
  });

  it('yesAndNo_lookAlike_andNoSendsNothing', async () => {
    open();
    await userEvent.click(await screen.findByTestId('face-read'));
    const no = await screen.findByTestId('face-not-now');
    expect(no.className).toBe(screen.getByTestId('face-yes').className);
    await userEvent.click(no);
    expect(sent()).toEqual([]);
    expect(screen.queryByTestId('face-notice')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('face-read'));
  });

  it('page_takenOutAgain_asksAnew', async () => {
    open();
    await screen.findByText(t.off);
    face = consented;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(await screen.findByText(/You agreed on/)).toBeTruthy();
  });

  it('language_switched_readsTheOtherNoticeAndUnticks', async () => {
    const page = open();
    await userEvent.click(await screen.findByTestId('face-read'));
    await userEvent.click(await screen.findByTestId('face-agree'));
    page.rerender(<FaceCard accountId="a" online language="hi" t={texts.hi.face} signInText="" onSignInAgain={() => undefined} />);
    expect((await screen.findByText(texts.hi.face.agree)).closest('form')?.querySelector('[lang]')?.getAttribute('lang')).toBe('hi');
    expect(screen.getAllByRole<HTMLInputElement>('checkbox').some((box) => box.checked)).toBe(false);
  });

  it('notice_changedMeanwhile_isReadAgain', async () => {
    open();
    await userEvent.click(await screen.findByTestId('face-read'));
    await userEvent.click(await screen.findByTestId('face-adult'));
    await userEvent.click(screen.getByTestId('face-agree'));
    version = 2;
    answer = (path) => (path.endsWith('/consent') ? json(400, { code: 'validation_failed' }) : undefined);
    await userEvent.click(screen.getByTestId('face-yes'));
    expect((await screen.findByRole('alert')).textContent).toBe(t.faults.validation_failed);
    await waitFor(() => expect(document.querySelector('[data-version]')?.getAttribute('data-version')).toBe('2'));
    expect(screen.getAllByRole<HTMLInputElement>('checkbox').some((box) => box.checked)).toBe(false);
  });

  it('minor_mayReadAndIsSentToTheDesk', async () => {
    face = { ...none, minor: true };
    open();
    expect((await screen.findByTestId('face-minor')).textContent).toContain('guardian');
    await userEvent.click(screen.getByTestId('face-read'));
    await screen.findByText('What is kept.');
    expect(screen.queryByTestId('face-yes')).toBeNull();
    expect(screen.queryAllByRole('checkbox')).toEqual([]);
  });

  it('hallWithoutFaces_asksForNothing', async () => {
    face = { ...none, gates: [] };
    open();
    expect(await screen.findByText(t.notOffered)).toBeTruthy();
    expect(screen.queryByTestId('face-read')).toBeNull();
  });

  it('withdraw_asksFirst', async () => {
    face = { ...consented, state: 'enrolled', enrolledAt: '2026-11-21T06:00:00Z' };
    open();
    await userEvent.click(await screen.findByTestId('face-withdraw'));
    expect(screen.getByRole('dialog').textContent).toContain(t.askDelete);
    expect(sent()).toEqual([]);
    await userEvent.click(screen.getByTestId('face-confirm-withdraw'));
    await screen.findByTestId('face-read');
    expect(sent().map(({ path }) => path)).toEqual(['/faces/mine/withdraw']);
  });

  it('withdraw_noConnection_saysThatNothingChanged', async () => {
    face = consented;
    open();
    await userEvent.click(await screen.findByTestId('face-withdraw'));
    expect(screen.getByRole('dialog').textContent).toContain(t.askText);
    answer = (path) => (path.endsWith('/withdraw') ? Promise.reject(new TypeError('no network')) : undefined);
    await userEvent.click(screen.getByTestId('face-confirm-withdraw'));
    expect((await screen.findByRole('alert')).textContent).toBe(t.faults.offline);
    expect(screen.getByTestId('face-state').dataset['state']).toBe('consented');
  });

  it('offline_asksNothingAndSaysSo_untilOnline', async () => {
    const page = open(false);
    expect(screen.getByRole('status').textContent).toBe(t.offline);
    expect(calls).toEqual([]);
    page.rerender(<FaceCard accountId="a" online language="en" t={t} signInText="" onSignInAgain={() => undefined} />);
    expect(await screen.findByText(t.off)).toBeTruthy();
  });

  it('failed_canBeTriedAgain', async () => {
    answer = () => json(500, { code: 'unexpected' });
    open();
    expect((await screen.findByRole('alert')).textContent).toContain('unexpected');
    answer = () => undefined;
    await userEvent.click(screen.getByTestId('face-retry'));
    expect(await screen.findByText(t.off)).toBeTruthy();
  });

  it('signedOut_leadsToTheSignIn', async () => {
    answer = () => json(401, { code: 'unauthenticated' });
    const again = vi.fn();
    open(true, 'en', again);
    await userEvent.click(await screen.findByRole('button', { name: 'Sign in again' }));
    expect(again).toHaveBeenCalledOnce();
  });

  it('deleted_showsWhatEachGateSigned', async () => {
    face = {
      ...none, state: 'deleted', consent: { ...consented.consent!, withdrawnAt: '2026-11-22T06:00:00Z' },
      deletions: [{ keyId: 'k', askedAt: '2026-11-22T06:00:00Z', gates: [{ gateId: 'g', name: 'Door', retired: false, destroyedAt: '2026-11-22T06:00:01Z', signature: 'c2ln', signingKey: 'a2V5' }] }],
    };
    open();
    const proofs = await screen.findByTestId('face-proofs');
    expect(proofs.textContent).toMatch(/Door: destroyed .*2026.*c2ln.*a2V5/s);
  });
});

import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

/** One sentence at the foot of the page. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly severity: 'success' | 'error';
  /** A member's standing to go back to when the person asks for it. */
  readonly undo?: { readonly memberId: string; readonly to: 'suspend' | 'reinstate' | 'end' };
}

interface NoticesState { readonly current: Notice | null; readonly count: number }

const start: NoticesState = { current: null, count: 0 };

export const noticesSlice = createSlice({
  name: 'notices',
  initialState: start,
  reducers: {
    notify: (state, { payload }: PayloadAction<Omit<Notice, 'id'>>): NoticesState => ({ current: { ...payload, id: state.count + 1 }, count: state.count + 1 }),
    dismiss: (state): NoticesState => ({ ...state, current: null }),
  },
});

export const { notify, dismiss } = noticesSlice.actions;

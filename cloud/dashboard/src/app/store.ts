import { configureStore } from '@reduxjs/toolkit';
import { baseApi } from '../api/baseApi';
import { sessionSlice } from '../api/session';
import { noticesSlice } from '../ui/notices';

export function makeStore() {
  return configureStore({
    reducer: { session: sessionSlice.reducer, notices: noticesSlice.reducer, [baseApi.reducerPath]: baseApi.reducer },
    middleware: (usual) => usual().concat(baseApi.middleware),
    // The state holds the access token; the browser's debugging tools keep histories of it.
    devTools: false,
  });
}

export type Store = ReturnType<typeof makeStore>;
export type State = ReturnType<Store['getState']>;

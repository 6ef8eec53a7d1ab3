import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { makeStore } from './app/store';

const root = document.getElementById('root');
if (!root) throw new Error('no root');
createRoot(root).render(<StrictMode><App store={makeStore()} /></StrictMode>);

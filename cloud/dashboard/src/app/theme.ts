import { createTheme } from '@mui/material';

/** Light and dark by the system, through CSS variables: no script has to run before the first paint. Contrasts are AA. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'media' },
  colorSchemes: {
    light: { palette: { primary: { main: '#1b5e4b' }, secondary: { main: '#6a4fa3' }, error: { main: '#b3261e' }, warning: { main: '#9a5b00' }, success: { main: '#22703d' }, info: { main: '#0b5c8a' }, background: { default: '#f5f7f6' } } },
    dark: { palette: { primary: { main: '#7fd1b5' }, secondary: { main: '#c3b0ee' }, error: { main: '#ff9d94' }, warning: { main: '#ffc36b' }, success: { main: '#8fd6a3' }, info: { main: '#8ccbf0' }, background: { default: '#111614', paper: '#1b2320' } } },
  },
  shape: { borderRadius: 10 },
  typography: { fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Devanagari', sans-serif", button: { textTransform: 'none', fontWeight: 600 } },
  components: {
    MuiToggleButton: { styleOverrides: { root: { textTransform: 'none' } } },
    MuiCardContent: { styleOverrides: { root: { '&:last-child': { paddingBottom: 16 } } } },
    MuiButton: { defaultProps: { disableElevation: true } },
  },
});

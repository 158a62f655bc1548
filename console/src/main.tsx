import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "./look.css";
import { createTheme, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router-dom";
import { App } from "./App";
import { Problem } from "./api";
import { firstLang, I18n, type Lang } from "./i18n";

const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "620" },
  primaryColor: "fjord",
  primaryShade: { light: 7, dark: 4 },
  colors: {
    fjord: [
      "#eaf6f7",
      "#d2eaec",
      "#a6d7da",
      "#77c3c8",
      "#4fb8bf",
      "#2f9ba2",
      "#178189",
      "#0b6e75",
      "#07575d",
      "#044146",
    ],
    // Ink with a breath of the fjord in it, rather than the library's neutral grey.
    dark: [
      "#e8efee",
      "#c6d2d0",
      "#a3b3b0",
      "#7d908c",
      "#33413f",
      "#2c3836",
      "#1d2826",
      "#121a19",
      "#0d1413",
      "#090e0d",
    ],
  },
  defaultRadius: "sm",
  fontSizes: { sm: "14px", md: "14px" },
  autoContrast: true,
});

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      retry: (n, e) => n < 1 && !(e instanceof Problem && e.status >= 400 && e.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});

function Root() {
  const [lang, setLang] = useState<Lang>(firstLang);
  document.documentElement.lang = lang;
  const set = (next: Lang) => {
    localStorage.setItem("hjemmel.lang", next);
    setLang(next);
  };
  return (
    <I18n.Provider value={{ lang, set }}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </QueryClientProvider>
      </MantineProvider>
    </I18n.Provider>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);

import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "./look/base.css";
import "./look/parts.css";
import "./look/phone.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router-dom";
import { App } from "./App";
import { makeCache } from "./api/cache";
import { theme } from "./look/theme";
import { firstLang, type Lang, Language } from "./words/catalogue";

const cache = makeCache();

function Root() {
  const [lang, setLang] = useState<Lang>(firstLang);
  document.documentElement.lang = lang;
  const set = (next: Lang) => {
    localStorage.setItem("hjemmel.lang", next);
    setLang(next);
  };
  return (
    <Language.Provider value={{ lang, set }}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={cache}>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </QueryClientProvider>
      </MantineProvider>
    </Language.Provider>
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("the page has no place for the console");
createRoot(root).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);

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
import { firstLang, type Lang, Language, load } from "./words/catalogue";

const cache = makeCache();

type Spoken = { lang: Lang; words: Awaited<ReturnType<typeof load>> };

function Root({ first }: { first: Spoken }) {
  const [spoken, speak] = useState(first);
  document.documentElement.lang = spoken.lang;
  const set = (lang: Lang) => {
    // What does not come leaves the language as it is.
    void load(lang).then(
      (words) => {
        localStorage.setItem("hjemmel.lang", lang);
        speak({ lang, words });
      },
      () => {},
    );
  };
  return (
    <Language.Provider value={{ ...spoken, set }}>
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
const lang = firstLang();
load(lang).then(
  (words) =>
    createRoot(root).render(
      <StrictMode>
        <Root first={{ lang, words }} />
      </StrictMode>,
    ),
  // There is no language to say it in.
  () => {
    root.textContent = "Hjemmel could not be loaded. Load the page again.";
  },
);

import { defineConfig } from "vite";

/** The words of a language come as one file. */
const language = (id: string) => {
  const [, lang] = /\/words\/(\w+)\/console-/.exec(id) ?? [];
  return lang && `words-${lang}`;
};

export default defineConfig({
  esbuild: { jsx: "automatic" },
  build: { chunkSizeWarningLimit: 700, rollupOptions: { output: { manualChunks: language } } },
  // The catalogue lies beside the console.
  server: { fs: { allow: [".."] }, proxy: { "/api": "http://127.0.0.1:8080" } },
});

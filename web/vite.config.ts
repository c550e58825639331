import { defineConfig } from "vite";

/** The bundle is built into the Python package and never committed. */
export default defineConfig({
  base: "./",
  build: {
    outDir: "../src/shieldwall/apps/explorer/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8766" } },
});

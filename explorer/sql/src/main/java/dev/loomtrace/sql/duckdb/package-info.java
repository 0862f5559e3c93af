/**
 * SQL about traces by DuckDB. Its tables are functions that read spans from the store when a query
 * asks for them, the wanted columns only, several threads at a time: nothing is imported. {@code
 * Schema} lists them, {@code views.sql} has the views on top of them.
 */
package dev.loomtrace.sql.duckdb;

/**
 * Loomtrace in Spring Boot, by properties: observations as tasks, a flight recorder with triggers,
 * and an endpoint of the Actuator. For Spring Boot's auto-configuration; applications use the beans
 * that it makes.
 */
package dev.loomtrace.spring;

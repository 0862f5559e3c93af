package dev.loomtrace.testing.jvm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test with one parameter, the version of a JDK, of which each must pass: on 25 with every build,
 * on 21 with the slow tests. One that is slow itself does both then.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag(EachJdk.TAG)
@ParameterizedTest
@ArgumentsSource(EachJdk.Versions.class)
public @interface EachJdk {
  /** Of every test that uses {@link JavaRunTimes#versions}: slow tests go over them once more. */
  String TAG = "each-jdk";

  /** Gives the versions. */
  final class Versions implements ArgumentsProvider {
    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return (context.getTags().contains("slow") ? Stream.of(25, 21) : JavaRunTimes.versions())
          .map(Arguments::of);
    }
  }
}

package dev.loomtrace.jfr.chunk;

import static dev.loomtrace.jfr.chunk.FieldDescription.inPlace;
import static dev.loomtrace.jfr.chunk.FieldDescription.pooled;

import java.util.List;

/** The types that every chunk has: basic ones, annotations, and those of {@link JavaPools}. */
final class StandardTypes {
  static final String STRING = "java.lang.String";
  static final String THREAD = "java.lang.Thread";
  static final String THREAD_GROUP = "jdk.types.ThreadGroup";
  static final String CLASS = "java.lang.Class";
  static final String CLASS_LOADER = "jdk.types.ClassLoader";
  static final String PACKAGE = "jdk.types.Package";
  static final String MODULE = "jdk.types.Module";
  static final String SYMBOL = "jdk.types.Symbol";
  static final String METHOD = "jdk.types.Method";
  static final String STACK_TRACE = "jdk.types.StackTrace";
  static final String STACK_FRAME = "jdk.types.StackFrame";
  static final String FRAME_TYPE = "jdk.types.FrameType";

  private static final FieldDescription ONE_VALUE =
      new FieldDescription("value", STRING, false, false, List.of());
  private static final FieldDescription VALUES =
      new FieldDescription("value", STRING, false, true, List.of());
  private static final List<AnnotationDescription> CONTENT =
      List.of(AnnotationDescription.of("jdk.jfr.ContentType"));

  private static final List<TypeDescription> ALL =
      List.of(
          basic("boolean"),
          basic("byte"),
          basic("char"),
          basic("short"),
          basic("int"),
          basic("long"),
          basic("float"),
          basic("double"),
          basic(STRING),
          annotation("jdk.jfr.Name", ONE_VALUE),
          annotation("jdk.jfr.Label", ONE_VALUE),
          annotation("jdk.jfr.Description", ONE_VALUE),
          annotation("jdk.jfr.Category", VALUES),
          annotation("jdk.jfr.ContentType"),
          content("jdk.jfr.Timestamp", ONE_VALUE),
          content("jdk.jfr.Timespan", ONE_VALUE),
          content("jdk.jfr.DataAmount", ONE_VALUE),
          content("jdk.jfr.MemoryAddress"),
          content("jdk.jfr.Percentage"),
          content("jdk.jfr.Frequency"),
          annotation("jdk.jfr.BooleanFlag"),
          annotation("jdk.jfr.Unsigned"),
          annotation("jdk.jfr.Contextual"),
          annotation("jdk.jfr.Experimental"),
          TypeDescription.value(
              THREAD,
              "Thread",
              inPlace("osName", STRING, "OS Thread Name"),
              inPlace("osThreadId", "long", "OS Thread Id"),
              inPlace("javaName", STRING, "Java Thread Name"),
              inPlace("javaThreadId", "long", "Java Thread Id"),
              pooled("group", THREAD_GROUP, "Java Thread Group"),
              inPlace("virtual", "boolean", "Virtual Thread")),
          TypeDescription.value(
              THREAD_GROUP,
              "Thread Group",
              pooled("parent", THREAD_GROUP, "Parent"),
              inPlace("name", STRING, "Name")),
          TypeDescription.value(
              CLASS,
              "Java Class",
              pooled("classLoader", CLASS_LOADER, "Class Loader"),
              pooled("name", SYMBOL, "Name"),
              pooled("package", PACKAGE, "Package"),
              inPlace("modifiers", "int", "Access Modifiers"),
              inPlace("hidden", "boolean", "Hidden")),
          TypeDescription.value(
              CLASS_LOADER,
              "Java Class Loader",
              pooled("type", CLASS, "Type"),
              pooled("name", SYMBOL, "Name")),
          TypeDescription.value(
              PACKAGE,
              "Package",
              pooled("name", SYMBOL, "Name"),
              pooled("module", MODULE, "Module"),
              inPlace("exported", "boolean", "Exported")),
          TypeDescription.value(
              MODULE,
              "Module",
              pooled("name", SYMBOL, "Name"),
              pooled("version", SYMBOL, "Version"),
              pooled("location", SYMBOL, "Location"),
              pooled("classLoader", CLASS_LOADER, "Class Loader")),
          TypeDescription.word(SYMBOL, "Symbol", "string"),
          TypeDescription.value(
              METHOD,
              "Java Method",
              pooled("type", CLASS, "Type"),
              pooled("name", SYMBOL, "Name"),
              pooled("descriptor", SYMBOL, "Descriptor"),
              inPlace("modifiers", "int", "Access Modifiers"),
              inPlace("hidden", "boolean", "Hidden")),
          TypeDescription.value(
              STACK_TRACE,
              "Stacktrace",
              inPlace("truncated", "boolean", "Truncated"),
              FieldDescription.array("frames", STACK_FRAME, "Stack Frames")),
          TypeDescription.value(
              STACK_FRAME,
              "Stack Frame",
              pooled("method", METHOD, "Java Method"),
              inPlace("lineNumber", "int", "Line Number"),
              inPlace("bytecodeIndex", "int", "Bytecode Index"),
              pooled("type", FRAME_TYPE, "Frame Type")),
          TypeDescription.word(FRAME_TYPE, "Frame type", "description"));

  private StandardTypes() {}

  static List<TypeDescription> all() {
    return ALL;
  }

  private static TypeDescription basic(String name) {
    return new TypeDescription(name, "", false, List.of(), List.of());
  }

  private static TypeDescription annotation(String name, FieldDescription... fields) {
    return TypeDescription.annotation(name, List.of(), fields);
  }

  /** One whose fields are shown with a unit of their own. */
  private static TypeDescription content(String name, FieldDescription... fields) {
    return TypeDescription.annotation(name, CONTENT, fields);
  }
}

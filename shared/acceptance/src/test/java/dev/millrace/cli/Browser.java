package dev.millrace.cli;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A Chromium without a window. Clicks and waits allow for elements that appear late.
final class Browser implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static boolean isInstalled() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    static Browser start() {
        var options = new ChromeOptions();
        options.setBinary(program("chromium").orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
        options.addArguments("--no-proxy-server", "--window-size=1600,1200");
        var service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
                        .usingAnyFreePort()
                        .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> program(String name) {
        var folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        return Stream.of(folders)
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    ChromeDriver driver() {
        return driver;
    }

    void open(String address) {
        driver.get(address);
    }

    /// Opens an address in a tab of its own.
    ///
    /// @return the handle of the previous tab
    String openBeside(String address) {
        var before = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(address);
        return before;
    }

    void closeTab(String before) {
        driver.close();
        driver.switchTo().window(before);
    }

    /// Clicks the element of an XPath with the mouse, once it is there.
    void click(String xpath) {
        until(() -> {
            var element = find(xpath).getFirst();
            new Actions(driver).scrollToElement(element).click(element).perform();
            return true;
        });
    }

    void clickButton(String text) {
        click("//button[normalize-space()='%s']".formatted(text));
    }

    void clickLink(String start) {
        click("//a[starts-with(normalize-space(),'%s')]".formatted(start));
    }

    void awaitText(String text) {
        until(() -> text().contains(text));
    }

    void awaitNoText(String text) {
        until(() -> !text().contains(text));
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    List<WebElement> find(String xpath) {
        return driver.findElements(By.xpath(xpath));
    }

    String property(String xpath, String name) {
        return requireNonNull(find(xpath).getFirst().getDomProperty(name), name);
    }

    /// Types into the element that has the focus.
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /// Moves the focus with the tab key until the element with this name has it.
    void tabTo(String name) {
        for (var tabs = 0; tabs < 40; tabs++) {
            if (name.equals(driver.switchTo().activeElement().getDomAttribute("name"))) return;
            new Actions(driver).sendKeys(Keys.TAB).perform();
        }
        throw new AssertionError("no tab leads to " + name);
    }

    void until(BooleanSupplier condition) {
        new WebDriverWait(driver, TIMEOUT)
                .ignoring(RuntimeException.class)
                .withMessage(() -> "on the page:\n" + text())
                .until(_ -> condition.getAsBoolean());
    }

    @Override
    public void close() {
        driver.quit();
    }
}
